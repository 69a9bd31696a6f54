// SPDX-License-Identifier: Apache-2.0
#include "passes/fold_constants.h"

#include <algorithm>

#include "ops/op.h"

namespace mote {
namespace {

// Multiply-accumulates, or window positions looked at, that folding one node may take.
constexpr int64_t kMostWork = int64_t{1} << 26;

// A hostile file could ask for years of products and windows: they are left to the device.
bool is_cheap(const Graph& graph, const Node& node) {
  const OpDef& op = op_of(node);
  if (op.macs != nullptr && op.macs(graph, node) > kMostWork) return false;
  const int64_t window = element_count(node.integers("kernel_shape", {}));
  int64_t elements = 0;
  for (ValueId id : node.outputs) elements += element_count(graph[id].shape);
  return window < kMostWork && elements < kMostWork / std::max<int64_t>(window, 1);
}

bool is_known(const Graph& graph, const Node& node) {
  const OpDef& op = op_of(node);
  for (size_t i = 0; i < node.inputs.size(); i++) {
    const bool only_shape = ((op.shape_operands >> i) & 1) != 0;
    if (node.has_input(i) && !only_shape && !graph[node.inputs[i]].is_constant) return false;
  }
  return op.state_operand < 0 && is_cheap(graph, node);
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
