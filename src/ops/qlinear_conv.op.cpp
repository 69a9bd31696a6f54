// SPDX-License-Identifier: Apache-2.0
// ONNX's QLinearConv(x, x_scale, x_zero, w, w_scale, w_zero, y_scale, y_zero, bias): a convolution
// between quantizers.
#include "ops/operands.h"
#include "ops/qlinear.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kXScale, kXZero, kW, kWScale, kWZero, kYScale, kYZero, kBias };

void unpack(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  check_input_count(node, 8, 9);
  Expansion e(graph, node, nodes);
  std::vector<ValueId> operands{
      dequantized(node, kX, 1, e),
      dequantized(node, kW, 0, e),
  };
  if (node.has_input(kBias))
    operands.push_back(dequantized_bias(graph, node, kBias, kXScale, kWScale, e));
  quantize_result(graph, node, kYScale, e.add("conv", operands, node.attrs), e);
}

}  // namespace

extern const OpDef op_qlinear_conv = {
    .name = "qlinear_conv",
    .onnx_name = "QLinearConv",
    .unpack = unpack,
    .constant_operands = 0b111111110,
};

}  // namespace mote
