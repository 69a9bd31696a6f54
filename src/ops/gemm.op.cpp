// SPDX-License-Identifier: Apache-2.0
// y = alpha * A' * B' + beta * C where fully_connected does not fit: a B that is computed, or a C
// with an element for each row. A' and B' are transposed by attributes transA and transB. (ONNX's
// Gemm itself is fully_connected, which hands over to this one.)
#include "ops/expansion.h"
#include "ops/operands.h"

namespace mote {
namespace {

enum Operand : size_t { kA, kB, kC };

void expand(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  check_input_count(node, 2, 3);
  for (size_t i : {kA, kB}) {
    check_dtype(graph, node, i, {DType::f32});
    if (input(graph, node, i).shape.size() != 2) fail_operand(graph, node, i, "a matrix");
  }
  Expansion e(graph, node, nodes);
  const std::map<std::string, Attr> turn{{"perm", std::vector<int64_t>{1, 0}}};
  ValueId a = node.inputs[kA], b = node.inputs[kB];
  if (node.integer("transA", 0) != 0) a = e.add("transpose", {a}, turn);
  if (node.integer("transB", 0) != 0) b = e.add("transpose", {b}, turn);
  const double alpha = node.number("alpha", 1), beta = node.number("beta", 1);
  const bool is_scaled = alpha != 1, has_c = node.has_input(kC) && beta != 0;
  if (!is_scaled && !has_c) return e.finish("matmul", {a, b}, node.outputs[0]);
  ValueId product = e.add("matmul", {a, b});
  if (is_scaled && !has_c) return e.finish("mul", {product, e.real(alpha)}, node.outputs[0]);
  if (is_scaled) product = e.add("mul", {product, e.real(alpha)});
  ValueId c = node.inputs[kC];
  if (beta != 1) c = e.add("mul", {c, e.real(beta)});
  e.finish("add", {product, c}, node.outputs[0]);
}

}  // namespace

extern const OpDef op_gemm = {.name = "gemm", .expand = expand};

}  // namespace mote
