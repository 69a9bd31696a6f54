// SPDX-License-Identifier: Apache-2.0
// y = x x.
#include "ops/expansion.h"

namespace mote {
namespace {

void expand(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  Expansion expansion(graph, node, nodes);
  expansion.finish("mul", {node.inputs[0], node.inputs[0]}, node.outputs[0]);
}

}  // namespace

extern const OpDef op_square = {.name = "square", .tflite_names = "SQUARE", .expand = expand};

}  // namespace mote
