// SPDX-License-Identifier: Apache-2.0
// y = whether a and b differ.
#include "ops/expansion.h"
#include "ops/operands.h"

namespace mote {
namespace {

void expand(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  check_input_count(node, 2, 2);
  Expansion expansion(graph, node, nodes);
  const ValueId equal = expansion.add("equal", {node.inputs[0], node.inputs[1]});
  expansion.finish("not", {equal}, node.outputs[0]);
}

}  // namespace

extern const OpDef op_not_equal = {
    .name = "not_equal", .tflite_names = "NOT_EQUAL", .expand = expand};

}  // namespace mote
