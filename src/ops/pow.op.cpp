// SPDX-License-Identifier: Apache-2.0
// y = a to the power b, of the type of a. The types may differ: power takes exponents as floats.
#include "ops/expansion.h"
#include "ops/operands.h"

namespace mote {
namespace {

void expand(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  check_input_count(node, 2, 2);
  Expansion expansion(graph, node, nodes);
  ValueId exponent = node.inputs[1];
  if (input(graph, node, 1).dtype != DType::f32) {
    exponent = expansion.add("cast", {exponent}, {{"to", int64_t{1}}});
  }
  expansion.finish("power", {node.inputs[0], exponent}, node.outputs[0]);
}

}  // namespace

extern const OpDef op_pow = {
    .name = "pow", .onnx_name = "Pow", .tflite_names = "POW", .expand = expand};

}  // namespace mote
