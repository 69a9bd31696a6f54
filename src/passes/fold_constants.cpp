// SPDX-License-Identifier: Apache-2.0
#include "passes/fold_constants.h"

#include <algorithm>

#include "ops/op.h"

namespace mote {
namespace {

bool is_known(const Graph& graph, const Node& node) {
  return std::all_of(node.inputs.begin(), node.inputs.end(),
                     [&](ValueId id) { return id == kNoValue || graph[id].is_constant; });
}

void compute(Graph& graph, const Node& node) {
  std::vector<const Tensor*> operands;
  for (ValueId id : node.inputs) operands.push_back(id == kNoValue ? nullptr : &graph[id].constant);
  std::vector<Tensor> results = op_of(node).reference(graph, node, operands);
  for (size_t i = 0; i < node.outputs.size(); i++) {
    Value& value = graph[node.outputs[i]];
    value.constant = std::move(results[i]);
    value.is_constant = true;
    if (value.dtype != DType::f32) continue;
    for (double& element : value.constant)
      element = static_cast<double>(static_cast<float>(element));
  }
}

}  // namespace

bool fold_constants(Graph& graph) {
  const size_t before = graph.nodes.size();
  std::vector<Node> kept;
  for (const Node& node : graph.nodes) {
    if (is_known(graph, node)) {
      compute(graph, node);
    } else {
      kept.push_back(node);
    }
  }
  graph.nodes = std::move(kept);
  return graph.nodes.size() != before;
}

}  // namespace mote
