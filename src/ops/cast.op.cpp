// SPDX-License-Identifier: Apache-2.0
// y = x in the ONNX type with number `to`: convert changes the type, round_to_type leaves of a
// float what a smaller one can hold.
#include "ops/element_types.h"
#include "ops/expansion.h"
#include "ops/operands.h"

namespace mote {
namespace {

constexpr int64_t kFloat = 1, kInt16 = 5;

void expand(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  check_input_count(node, 1, 1);
  const DType from = input(graph, node, 0).dtype;
  const ElementType& type = element_type(node.integer("to", 0));
  Expansion expansion(graph, node, nodes);
  ValueId x = node.inputs[0];
  if (type.is_small()) {
    if (from != DType::f32) x = expansion.add("convert", {x}, {{"to", kFloat}});
    expansion.finish("round_to_type", {x}, node.outputs[0], node.attrs);
  } else if (from == type.dtype && type.narrow_bits == 0) {
    expansion.finish("identity", {x}, node.outputs[0]);
  } else {
    // Narrow integers take the lowest bits, of negative numbers too.
    const bool is_narrowed = type.narrow_bits != 0 && from == DType::f32;
    if (is_narrowed) x = expansion.add("convert", {x}, {{"to", kInt16}});
    expansion.finish("convert", {x}, node.outputs[0], {{"to", type.number}});
  }
}

// TFLite's options may be missing; the output says what it is.
void from_tflite(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  Expansion expansion(graph, node, nodes);
  expansion.finish("cast", node.inputs, node.outputs[0],
                   {{"to", number_of(output(graph, node).dtype)}});
}

}  // namespace

extern const OpDef op_cast = {
    .name = "cast",
    .onnx_name = "Cast",
    .tflite_names = "CAST",
    .expand = expand,
    .from_tflite = from_tflite,
};

}  // namespace mote
