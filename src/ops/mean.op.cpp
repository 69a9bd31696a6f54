// SPDX-License-Identifier: Apache-2.0
// y = the mean of all operands, stretched to each other.
#include "ops/expansion.h"
#include "ops/fold.h"

namespace mote {
namespace {

void expand(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  const ValueId sum = fold_operands(graph, node, "add", nodes);
  Expansion expansion(graph, node, nodes);
  const auto count = static_cast<double>(node.inputs.size());
  expansion.finish("mul", {sum, expansion.real(1 / count)}, node.outputs[0]);
}

}  // namespace

extern const OpDef op_mean = {.name = "mean", .onnx_name = "Mean", .expand = expand};

}  // namespace mote
