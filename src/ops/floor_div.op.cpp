// SPDX-License-Identifier: Apache-2.0
// y = a / b rounded down.
#include "ops/expansion.h"
#include "ops/operands.h"

namespace mote {
namespace {

void expand(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  check_input_count(node, 2, 2);
  Expansion expansion(graph, node, nodes);
  const ValueId a = node.inputs[0], b = node.inputs[1];
  if (input(graph, node, 0).dtype == DType::f32) {
    expansion.finish("floor", {expansion.add("div", {a, b})}, node.outputs[0]);
    return;
  }
  // What floor_mod leaves has the sign of b: without it the quotient is exact.
  const ValueId exact = expansion.add("sub", {a, expansion.add("mod", {a, b})});
  expansion.finish("div", {exact, b}, node.outputs[0]);
}

}  // namespace

extern const OpDef op_floor_div = {
    .name = "floor_div", .tflite_names = "FLOOR_DIV", .expand = expand};

}  // namespace mote
