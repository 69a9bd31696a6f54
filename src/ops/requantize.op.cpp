// SPDX-License-Identifier: Apache-2.0
// Integers that stand for real numbers, in another scale or type (attribute to: "s8", "s32"):
// y = saturate(rescale(x - zero point of x) + zero point of y), as TFLite's QUANTIZE does. Real
// numbers stay as they are.
#include <algorithm>

#include "base/error.h"
#include "ops/fixed_point.h"
#include "ops/operands.h"

namespace mote {
namespace {

// Bits that x - zero point may take.
int argument_bits(DType dtype) {
  return dtype_bytes(dtype) == 4 ? 31 : 8 * dtype_bytes(dtype);
}

FixedPoint multiplier(const Value& x, const Value& y) {
  const FixedPoint by = fixed_point(double{x.quant.scale[0]} / double{y.quant.scale[0]});
  if (argument_bits(x.dtype) + std::max(by.shift, 0) <= 31) return by;
  throw Error(ErrorCode::unsupported_type, "",
              "the scale of '" + y.name + "' is too small for 32 bits");
}

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 1, 1);
  check_dtype(graph, node, 0, {DType::f32, DType::s8, DType::u8, DType::s16, DType::s32});
  const Value& x = input(graph, node, 0);
  const Value& y = output(graph, node);
  if (x.dtype == DType::f32) return set_output(graph, node, x.dtype, x.shape);
  const auto to = find_dtype(node.text("to", "s8"));
  if (!to || *to == DType::f32 || *to == DType::b8 || dtype_bytes(*to) > 4 || *to == DType::u32) {
    throw Error(ErrorCode::unsupported_type, "",
                "cannot turn integers into " + node.text("to", ""));
  }
  for (const Value* value : {&x, &y}) {
    if (value->quant.scale.size() == 1) continue;
    throw Error(ErrorCode::bad_model, "", "'" + value->name + "' needs one scale and zero point");
  }
  if (x.dtype == DType::s32 && x.quant.zero_point[0] != 0) {
    fail_operand(graph, node, 0, "zero point 0");
  }
  multiplier(x, y);
  set_output(graph, node, *to, x.shape);
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  const Value& x = input(graph, node, 0);
  const Value& y = output(graph, node);
  if (x.dtype == DType::f32) return {*in[0]};
  const FixedPoint by = multiplier(x, y);
  const Clamp range = dtype_range(y.dtype);
  Tensor result = *in[0];
  for (double& element : result) {
    const int64_t steps = static_cast<int64_t>(element) - x.quant.zero_point[0];
    const double moved = static_cast<double>(rescale(steps, by)) + y.quant.zero_point[0];
    element = std::clamp(moved, range.low, range.high);
  }
  return {result};
}

KernelCall call(const Graph& graph, const Node& node) {
  const Value& x = input(graph, node, 0);
  const Value& y = output(graph, node);
  const FixedPoint by = multiplier(x, y);
  const Clamp range = dtype_range(y.dtype);
  const std::string types =
      std::string(dtype_name(x.dtype)) + "_" + std::string(dtype_name(y.dtype));
  return {"requantize_" + types,
          {node.inputs[0], element_count(x.shape), int64_t{x.quant.zero_point[0]},
           int64_t{by.multiplier}, int64_t{by.shift}, int64_t{y.quant.zero_point[0]},
           static_cast<int64_t>(range.low), static_cast<int64_t>(range.high), node.outputs[0]}};
}

Sharing sharing(const Graph& graph, const Node& node) {
  const int from = dtype_bytes(input(graph, node, 0).dtype);
  return dtype_bytes(output(graph, node).dtype) <= from ? Sharing::overwrite : Sharing::none;
}

std::vector<Graph> samples() {
  struct Case {
    DType from;
    Quant x;
    const char* to;
    Quant y;
  };
  const Case cases[] = {
      {DType::s8, quant_of(0.1f, -7), "s8", quant_of(0.07f, 5)},
      {DType::s8, quant_of(0.1f, 3), "u8", quant_of(0.1f, 131)},
      {DType::s8, quant_of(0.1f, 3), "s16", quant_of(0.001f, 0)},
      {DType::s8, quant_of(0.1f, -128), "s32", quant_of(0.03f, 0)},
      {DType::u8, quant_of(0.1f, 128), "s8", quant_of(0.2f, 0)},
      {DType::s16, quant_of(0.01f, 0), "s8", quant_of(0.011f, -2)},
      {DType::s16, quant_of(0.01f, -32768), "s32", quant_of(0.02f, 0)},
      {DType::s32, quant_of(0.01f, 0), "s8", quant_of(0.02f, 9)},
      {DType::s16, quant_of(0.01f, 0), "s16", quant_of(0.0103f, 0)},
      {DType::s32, quant_of(0.01f, 0), "s16", quant_of(0.011f, 0)},
      {DType::u8, quant_of(0.1f, 128), "u8", quant_of(0.07f, 7)},
      {DType::u8, quant_of(0.1f, 128), "s16", quant_of(0.001f, 0)},
      {DType::s16, quant_of(0.01f, 0), "u8", quant_of(0.01f, 128)},
  };
  std::vector<Graph> graphs;
  for (const Case& c : cases) {
    for (int64_t n : {1, 16, 257}) {
      graphs.push_back(
          Sample("requantize").input(c.from, {n}, c.x).attr("to", std::string(c.to)).output(c.y));
    }
  }
  return graphs;
}

// For 32 bits, to which ONNX's QuantizeLinear does not go; others are written as that one.
constexpr std::string_view kFunction = R"(Requantize (x, scale, zero_point) => (y)
{
  ratio = Div (x, scale)
  steps = Round (ratio)
  moved = Add (steps, zero_point)
  y = Cast <to = 6> (moved)
})";

}  // namespace

extern const OpDef op_requantize = {
    .name = "requantize",
    .onnx_name = "Requantize",
    .infer = infer,
    .reference = reference,
    .call = call,
    .sharing = sharing,
    .tolerance = 0,
    .elementwise = true,
    .onnx_function = kFunction,
    .samples = samples,
};

}  // namespace mote
