// SPDX-License-Identifier: Apache-2.0
// How much the rows of layers matter for what the network gives.
#pragma once

#include "compress/moment.h"

namespace mote {

// For each layer a weight for each row: the root of how much of a change of what the row gives
// comes out of the network (in squares, mean over some of the samples [0, count)). Powers of
// 2^(1/4), so that rows still share steps; 1 is the largest, nothing is below 1/32. Rows of
// convolutions count alike: to look at each would take longer than all else. Throws interrupted.
std::vector<Vector> importances_of(const Graph& graph, const std::vector<Layer>& layers,
                                   const SampleOf& sample, int64_t count);

// Factors whose rows are so many times those.
Factors with_rows_times(Factors factors, const Vector& times);

}  // namespace mote
