// SPDX-License-Identifier: Apache-2.0
// y = x in the type of the second operand.
#include "ops/element_types.h"
#include "ops/expansion.h"
#include "ops/operands.h"

namespace mote {
namespace {

void expand(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  check_input_count(node, 2, 2);
  std::map<std::string, Attr> attrs = node.attrs;
  attrs["to"] = number_of(input(graph, node, 1).dtype);
  Expansion expansion(graph, node, nodes);
  expansion.finish("cast", {node.inputs[0]}, node.outputs[0], attrs);
}

}  // namespace

extern const OpDef op_cast_like = {.name = "cast_like", .onnx_name = "CastLike", .expand = expand};

}  // namespace mote
