// SPDX-License-Identifier: Apache-2.0
// y = the value (f32 0 unless given) in the shape that operand 0 lists. Known
// before running.
#include "base/error.h"
#include "ops/operands.h"
#include "ops/view.h"

namespace mote {
namespace {

enum Operand : size_t { kShape, kValue };

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 1, 2);
  Shape shape;
  for (int64_t extent : known_integers(graph, node, kShape))
    shape.push_back(checked_extent(extent));
  DType dtype = DType::f32;
  if (node.has_input(kValue)) {
    check_constant(graph, node, kValue);
    if (input(graph, node, kValue).constant.size() != 1) {
      fail_operand(graph, node, kValue, "one number");
    }
    dtype = input(graph, node, kValue).dtype;
  }
  set_output(graph, node, dtype, shape);
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  const double value = node.has_input(kValue) ? (*in[kValue])[0] : 0;
  const auto count = static_cast<size_t>(element_count(output(graph, node).shape));
  return {Tensor(count, value)};
}

}  // namespace

extern const OpDef op_constant_of_shape = {
    .name = "constant_of_shape",
    .onnx_name = "ConstantOfShape",
    .tflite_names = "FILL",
    .infer = infer,
    .reference = reference,
    .constant_operands = 0b11,
};

}  // namespace mote
