// SPDX-License-Identifier: Apache-2.0
#include "ops/fold.h"

#include "ops/expansion.h"
#include "ops/operands.h"

namespace mote {
namespace {

void check_operands(const Graph& graph, const Node& node) {
  check_input_count(node, 1, 1 << 10);
  for (size_t i = 0; i < node.inputs.size(); i++) input(graph, node, i);
}

}  // namespace

ValueId fold_operands(Graph& graph, const Node& node, const std::string& op,
                      std::vector<Node>& nodes) {
  check_operands(graph, node);
  Expansion expansion(graph, node, nodes);
  ValueId result = node.inputs[0];
  for (size_t i = 1; i < node.inputs.size(); i++) {
    result = expansion.add(op, {result, node.inputs[i]});
  }
  return result;
}

void expand_to_fold(Graph& graph, const Node& node, const std::string& op,
                    std::vector<Node>& nodes) {
  check_operands(graph, node);
  Node front = node;
  front.inputs.pop_back();
  Expansion expansion(graph, node, nodes);
  if (front.inputs.empty()) {
    expansion.finish("identity", node.inputs, node.outputs[0]);
    return;
  }
  const ValueId folded = fold_operands(graph, front, op, nodes);
  expansion.finish(op, {folded, node.inputs.back()}, node.outputs[0]);
}

}  // namespace mote
