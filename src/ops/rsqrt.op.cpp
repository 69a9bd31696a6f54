// SPDX-License-Identifier: Apache-2.0
// y = 1 / sqrt(x).
#include "ops/expansion.h"

namespace mote {
namespace {

void expand(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  Expansion expansion(graph, node, nodes);
  const ValueId root = expansion.add("sqrt", {node.inputs[0]});
  expansion.finish("reciprocal", {root}, node.outputs[0]);
}

}  // namespace

extern const OpDef op_rsqrt = {.name = "rsqrt", .tflite_names = "RSQRT", .expand = expand};

}  // namespace mote
