// SPDX-License-Identifier: Apache-2.0
// y = start, start + delta, ... before limit. Known before running.
#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "ops/operands.h"

namespace mote {
namespace {

enum Operand : size_t { kStart, kLimit, kDelta };

double number(const Graph& graph, const Node& node, size_t i) {
  check_constant(graph, node, i);
  const Tensor& constant = input(graph, node, i).constant;
  if (constant.size() != 1 || !std::isfinite(constant[0])) {
    fail_operand(graph, node, i, "one finite number");
  }
  return constant[0];
}

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 3, 3);
  const double delta = number(graph, node, kDelta);
  if (delta == 0) throw Error(ErrorCode::bad_model, "", "a delta of 0 leads nowhere");
  const double count =
      std::ceil((number(graph, node, kLimit) - number(graph, node, kStart)) / delta);
  const double most = 0x1p31;
  if (count > most) throw Error(ErrorCode::bad_model, "", "has too many elements");
  const Shape shape{static_cast<int64_t>(std::max(count, 0.0))};
  set_output(graph, node, input(graph, node, kStart).dtype, shape);
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  Tensor y;
  for (int64_t i = 0; i < output(graph, node).shape[0]; i++) {
    y.push_back((*in[kStart])[0] + static_cast<double>(i) * (*in[kDelta])[0]);
  }
  return {y};
}

}  // namespace

extern const OpDef op_range = {
    .name = "range",
    .onnx_name = "Range",
    .tflite_names = "RANGE",
    .infer = infer,
    .reference = reference,
    .constant_operands = 0b111,
};

}  // namespace mote
