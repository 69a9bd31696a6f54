// SPDX-License-Identifier: Apache-2.0
// Runs a graph on the host with the operators' references: what every device must compute.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "ir/graph.h"

namespace mote {

// One tensor for each graph input, in order -> one for each graph output. f32 values are rounded
// to float after every node. `on_value`, when given, sees every computed value. `memory`, when
// given, holds one tensor for each state of the graph and is left as the run leaves it; without it
// the states are those after a reset.
using ValueObserver = std::function<void(ValueId, const Tensor&)>;
std::vector<Tensor> evaluate(const Graph& graph, std::span<const Tensor> inputs,
                             const ValueObserver& on_value = {},
                             std::vector<Tensor>* memory = nullptr);

// One node of it: `computed` has a tensor for each value of the graph; constants need none.
void evaluate_node(const Graph& graph, const Node& node, std::vector<Tensor>& computed);

// The states after a reset.
std::vector<Tensor> reset_states(const Graph& graph);

}  // namespace mote
