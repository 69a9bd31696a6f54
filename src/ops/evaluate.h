// SPDX-License-Identifier: Apache-2.0
// Runs a graph on the host with the operators' references: what every device must compute.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "ir/graph.h"

namespace mote {

// One tensor for each graph input, in order -> one for each graph output. f32 values are rounded
// to float after every node. `on_value`, when given, sees every computed value.
using ValueObserver = std::function<void(ValueId, const Tensor&)>;
std::vector<Tensor> evaluate(const Graph& graph, std::span<const Tensor> inputs,
                             const ValueObserver& on_value = {});

}  // namespace mote
