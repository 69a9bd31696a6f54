// SPDX-License-Identifier: Apache-2.0
// y = 1 on the diagonal that `k` names, else 0, in the shape of x. Known before
// running.
#include "base/error.h"
#include "ops/element_types.h"
#include "ops/operands.h"

namespace mote {
namespace {

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 1, 1);
  const Value& x = input(graph, node, 0);
  if (x.shape.size() != 2) fail_operand(graph, node, 0, "a matrix");
  const int64_t type = node.integer("dtype", 0);
  set_output(graph, node, type == 0 ? x.dtype : element_type(type).dtype, x.shape);
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const>) {
  const Shape& shape = output(graph, node).shape;
  Tensor y;
  for (int64_t row = 0; row < shape[0]; row++) {
    for (int64_t column = 0; column < shape[1]; column++) {
      y.push_back(column - row == node.integer("k", 0) ? 1 : 0);
    }
  }
  return {y};
}

std::vector<Graph> samples() {
  return {Sample("eye_like").input(DType::f32, {3, 5}).attr("k", int64_t{1}).output()};
}

}  // namespace

extern const OpDef op_eye_like = {
    .name = "eye_like",
    .onnx_name = "EyeLike",
    .infer = infer,
    .reference = reference,
    .samples = samples,
};

}  // namespace mote
