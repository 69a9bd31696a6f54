// SPDX-License-Identifier: Apache-2.0
// Finds the layer where generated code and reference part.
#pragma once

#include <string>
#include <vector>

#include "ir/graph.h"
#include "target/target.h"

namespace mote {

// Generates code anew that shows what every layer computes, runs one sample on the target and gives
// the name of the first layer that differs from the reference; "" when none does.
std::string first_difference(const Graph& graph, const Target& target,
                             const std::vector<Tensor>& inputs);

}  // namespace mote
