// SPDX-License-Identifier: Apache-2.0
#include "ops/qlinear.h"

#include "base/error.h"
#include "ops/operands.h"

namespace mote {

ValueId dequantized(const Node& node, size_t i, int64_t axis, Expansion& expansion) {
  return expansion.add("dequantize", {node.inputs[i], node.inputs[i + 1], node.inputs[i + 2]},
                       {{"axis", axis}});
}

ValueId dequantized_bias(Graph& graph, const Node& node, size_t bias, size_t x_scale,
                         size_t w_scale, Expansion& expansion) {
  const Value& x = input(graph, node, x_scale);
  const Value& w = input(graph, node, w_scale);
  if (!x.is_constant || !w.is_constant || x.constant.size() != 1) {
    throw Error(ErrorCode::unsupported_type, "", "scales beside a bias must be constant");
  }
  Tensor scales = w.constant;
  for (double& scale : scales) scale = double{static_cast<float>(scale * x.constant[0])};
  const auto count = static_cast<int64_t>(scales.size());
  const ValueId scale = expansion.reals(scales, count == 1 ? Shape{} : Shape{count});
  return expansion.add("dequantize", {node.inputs[bias], scale}, {{"axis", int64_t{0}}});
}

void quantize_result(const Graph& graph, const Node& node, size_t i, ValueId real,
                     Expansion& expansion) {
  constexpr int64_t uint8 = 2, int8 = 3;
  const int64_t type = input(graph, node, i + 1).dtype == DType::s8 ? int8 : uint8;
  expansion.finish("quantize", {real, node.inputs[i], node.inputs[i + 1]}, node.outputs[0],
                   {{"output_dtype", type}});
}

}  // namespace mote
