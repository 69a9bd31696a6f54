// SPDX-License-Identifier: Apache-2.0
// ONNX's QLinearMatMul(a, a_scale, a_zero, b, b_scale, b_zero, y_scale, y_zero): a matrix product
// between quantizers.
#include "ops/operands.h"
#include "ops/qlinear.h"

namespace mote {
namespace {

enum Operand : size_t { kA, kAScale, kAZero, kB, kBScale, kBZero, kYScale, kYZero };

void unpack(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  check_input_count(node, 8, 8);
  Expansion e(graph, node, nodes);
  const ValueId a = dequantized(node, kA, 0, e), b = dequantized(node, kB, 1, e);
  quantize_result(graph, node, kYScale, e.add("matmul", {a, b}), e);
}

}  // namespace

extern const OpDef op_qlinear_matmul = {
    .name = "qlinear_matmul",
    .onnx_name = "QLinearMatMul",
    .unpack = unpack,
    .constant_operands = 0b11110110,
};

}  // namespace mote
