// SPDX-License-Identifier: Apache-2.0
// Rewrites a float graph with integer nodes, given the quantization of every value.
#pragma once

#include <vector>

#include "ir/graph.h"

namespace mote {

// `quants` has one entry for each value of `graph`; empty: unknown, the value stays float. Weights
// get as many bits as told, 2 to 8.
Graph rewrite_integer(const Graph& graph, const std::vector<Quant>& quants, int weight_bits);

}  // namespace mote
