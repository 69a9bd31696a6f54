// SPDX-License-Identifier: Apache-2.0
// ONNX's MatMulInteger(a, b, a_zero, b_zero): the product of integers of 8 bits without their zero
// points, in 32 bits.
#include "ops/expansion.h"
#include "ops/operands.h"

namespace mote {
namespace {

enum Operand : size_t { kA, kB, kAZero, kBZero };
constexpr int64_t kInt32 = 6;

ValueId centered(Graph& graph, const Node& node, size_t i, size_t zero, Expansion& e) {
  check_dtype(graph, node, i, {DType::s8, DType::u8});
  const ValueId x = e.add("cast", {node.inputs[i]}, {{"to", kInt32}});
  if (!node.has_input(zero)) return x;
  ValueId z = e.add("cast", {node.inputs[zero]}, {{"to", kInt32}});
  const Shape& shape = input(graph, node, zero).shape;
  // One for each row of a stands before columns.
  if (i == kA && shape.size() == 1 && shape[0] > 1) {
    z = e.add("reshape", {z, e.integers({shape[0], 1})});
  }
  return e.add("sub", {x, z});
}

void expand(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  check_input_count(node, 2, 4);
  Expansion e(graph, node, nodes);
  const ValueId a = centered(graph, node, kA, kAZero, e);
  const ValueId b = centered(graph, node, kB, kBZero, e);
  e.finish("matmul", {a, b}, node.outputs[0]);
}

}  // namespace

extern const OpDef op_matmul_integer = {
    .name = "matmul_integer", .onnx_name = "MatMulInteger", .expand = expand};

}  // namespace mote
