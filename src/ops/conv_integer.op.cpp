// SPDX-License-Identifier: Apache-2.0
// ONNX's ConvInteger(x, w, x_zero, w_zero): a convolution of integers of 8 bits without their zero
// points, in 32 bits. Computed on floats, which are exact up to 2^24: larger sums are refused.
#include "base/error.h"
#include "ops/expansion.h"
#include "ops/operands.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kW, kXZero, kWZero };
constexpr int64_t kFloat = 1, kInt32 = 6;

ValueId centered(Graph& graph, const Node& node, size_t i, size_t zero, Expansion& e) {
  check_dtype(graph, node, i, {DType::s8, DType::u8});
  const ValueId x = e.add("cast", {node.inputs[i]}, {{"to", kFloat}});
  if (!node.has_input(zero)) return x;
  // One number, or one for each filter.
  std::vector<int64_t> shape(input(graph, node, i).shape.size(), 1);
  if (shape.empty()) fail_operand(graph, node, i, "batch, channels and spatial axes");
  shape[0] = element_count(input(graph, node, zero).shape);
  const ValueId z = e.add("cast", {node.inputs[zero]}, {{"to", kFloat}});
  return e.add("sub", {x, e.add("reshape", {z, e.integers(shape)})});
}

void expand(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  check_input_count(node, 2, 4);
  const Value& w = input(graph, node, kW);
  if (w.shape.size() < 3 || element_count(w.shape) / std::max<int64_t>(w.shape[0], 1) > 256) {
    throw Error(ErrorCode::unsupported_type, "",
                "'" + w.name + "' has more than 256 taps a filter, or no spatial axis");
  }
  Expansion e(graph, node, nodes);
  const ValueId x = centered(graph, node, kX, kXZero, e);
  const ValueId y = e.add("conv", {x, centered(graph, node, kW, kWZero, e)}, node.attrs);
  e.finish("cast", {y}, node.outputs[0], {{"to", kInt32}});
}

}  // namespace

extern const OpDef op_conv_integer = {
    .name = "conv_integer",
    .onnx_name = "ConvInteger",
    .expand = expand,
    .constant_operands = 0b1110,
};

}  // namespace mote
