// SPDX-License-Identifier: Apache-2.0
// y = (a - b)^2.
#include "ops/expansion.h"
#include "ops/operands.h"

namespace mote {
namespace {

void expand(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  check_input_count(node, 2, 2);
  Expansion expansion(graph, node, nodes);
  const ValueId difference = expansion.add("sub", {node.inputs[0], node.inputs[1]});
  expansion.finish("mul", {difference, difference}, node.outputs[0]);
}

}  // namespace

extern const OpDef op_squared_difference = {
    .name = "squared_difference", .tflite_names = "SQUARED_DIFFERENCE", .expand = expand};

}  // namespace mote
