// SPDX-License-Identifier: Apache-2.0
#include "passes/fold_flatten_order.h"

#include <numeric>

#include "ops/evaluate.h"
#include "ops/op.h"
#include "passes/rewrite.h"

namespace mote {
namespace {

// For each element of the transpose's output, the element of its input.
Tensor order_of(const Graph& graph, const Node& transpose) {
  Tensor indices(static_cast<size_t>(element_count(graph[transpose.inputs[0]].shape)));
  std::iota(indices.begin(), indices.end(), 0.0);
  const Tensor* operand = &indices;
  return op_of(transpose).reference(graph, transpose, {&operand, 1})[0];
}

bool is_flattening(const Graph& graph, const Node& node) {
  return (node.op == "flatten" || node.op == "reshape") &&
         graph[node.outputs[0]].shape == Shape{1, element_count(graph[node.inputs[0]].shape)};
}

}  // namespace

bool fold_flatten_order(Graph& graph) {
  for (Node& product : graph.nodes) {
    if (product.op != "fully_connected" || !graph[product.inputs[1]].is_constant) continue;
    const int flat_at = producer(graph, product.inputs[0]);
    if (flat_at < 0 || only_reader(graph, product.inputs[0]) < 0) continue;
    Node& flatten = graph.nodes[static_cast<size_t>(flat_at)];
    if (!is_flattening(graph, flatten)) continue;
    const int turn_at = only_producer(graph, flatten, 0, "transpose");
    if (turn_at < 0) continue;
    const Node& transpose = graph.nodes[static_cast<size_t>(turn_at)];
    const Tensor order = order_of(graph, transpose);
    Value weights = graph[product.inputs[1]];
    const Tensor old = weights.constant;
    for (size_t i = 0; i < old.size(); i++) {
      const size_t row = i / order.size() * order.size();
      weights.constant[row + static_cast<size_t>(order[i % order.size()])] = old[i];
    }
    const ValueId x = transpose.inputs[0];
    product.inputs[1] = graph.add_constant(weights.name, weights.dtype, weights.shape,
                                           weights.constant, weights.quant);
    flatten = {flatten.name, "flatten", {x}, flatten.outputs};
    return true;
  }
  return false;
}

}  // namespace mote
