// SPDX-License-Identifier: Apache-2.0
// Goes on training a network that has become smaller, in its new form.
#pragma once

#include <cstdint>
#include <functional>

#include "data/dataset.h"
#include "ir/graph.h"

namespace mote {

// The graph after so many passes over `samples` of the data set, learning from them and from the
// outputs of `teacher`, the network it was: zeros of sparse weights stay zero, weights of few bits
// stay so, everything else learns. Its metadata says the task. Without labels, and where the task
// is no classes, it learns from the teacher alone, by samples that are made unusual, too. Calls
// on_epoch(epochs done); what that throws ends it. The same seed gives the same weights on one
// machine.
Graph fine_tune(const Graph& graph, const Graph& teacher, const Dataset& dataset,
                const Split& samples, int epochs, uint64_t seed,
                const std::function<void(int)>& on_epoch);

}  // namespace mote
