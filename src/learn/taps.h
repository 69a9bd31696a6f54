// SPDX-License-Identifier: Apache-2.0
// What an integer network has to offer a classifier that goes on learning: more than its last
// layer.
#pragma once

#include <functional>
#include <vector>

#include "ir/graph.h"

namespace mote {

// Samples by index: one tensor for each graph input, in stored numbers.
using SampleOf = std::function<std::vector<Tensor>(int64_t)>;

// Outputs of convolutions and fully connected layers that are never negative, in order: what the
// blocks of a network give after their ReLU. Depthwise layers count as a part of the block that
// goes on with them.
std::vector<ValueId> tapped_values(const Graph& graph);

// The graph with one more output, "taps" [1, F] int8: of every channel of every tapped value the
// square root of its mean over all positions, all side by side with the same scale; where samples
// are vectors, before these asinh of what the first layer reads, which has signs. Ranges are
// those of samples [0, count). With `last_only` of the last tapped value alone. Throws bad_model
// when there is nothing to tap, bad_data without samples.
Graph with_taps(const Graph& graph, const SampleOf& sample, int64_t count, bool last_only = false);

}  // namespace mote
