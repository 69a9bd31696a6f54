// SPDX-License-Identifier: Apache-2.0
// y = a to the power b, shapes stretched to each other; b is float. Plain integers: whole powers
// below 2^24 wrap around, others are computed as floats, rounded toward 0 and held in the range.
#include <algorithm>
#include <cmath>

#include "ops/broadcast.h"
#include "ops/operands.h"
#include "ops/wrap.h"

namespace mote {
namespace {

enum Operand : size_t { kBase, kExponent };

constexpr DType kBases[] = {DType::f32, DType::s8,  DType::u8,  DType::s16, DType::u16,
                            DType::s32, DType::u32, DType::s64, DType::u64};

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 2, 2);
  check_dtype(graph, node, kBase, {std::begin(kBases), std::end(kBases)});
  check_dtype(graph, node, kExponent, {DType::f32});
  const Value& base = input(graph, node, kBase);
  if (is_quantized(base)) fail_operand(graph, node, kBase, "float or plain integers");
  set_output(graph, node, base.dtype, broadcast_shape(base, input(graph, node, kExponent)));
}

// Floats that both ends can be.
Clamp float_range(DType dtype) {
  const Clamp range = dtype_range(dtype);
  const auto high = static_cast<float>(range.high);
  return {range.low, double{double{high} > range.high ? std::nextafter(high, 0.0f) : high}};
}

double integer_power(DType dtype, double base, double exponent) {
  if (exponent >= 0 && exponent < 0x1p24 && std::trunc(exponent) == exponent) {
    auto square = static_cast<uint64_t>(integer_of(dtype, base));
    uint64_t result = 1;
    for (auto rest = static_cast<int64_t>(exponent); rest > 0; rest /= 2) {
      if (rest % 2 != 0) result *= square;
      square *= square;
    }
    return wrapped(dtype, static_cast<int64_t>(result));
  }
  const Clamp range = float_range(dtype);
  const auto result = double{static_cast<float>(std::pow(base, exponent))};
  return std::isnan(result) ? range.low : std::trunc(std::clamp(result, range.low, range.high));
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  const Value& y = output(graph, node);
  const auto of_a = broadcast_indices(input(graph, node, kBase).shape, y.shape);
  const auto of_b = broadcast_indices(input(graph, node, kExponent).shape, y.shape);
  Tensor result;
  for (size_t i = 0; i < of_a.size(); i++) {
    const double base = (*in[kBase])[of_a[i]], exponent = (*in[kExponent])[of_b[i]];
    result.push_back(y.dtype == DType::f32 ? std::pow(base, exponent)
                                           : integer_power(y.dtype, base, exponent));
  }
  return {result};
}

KernelCall call(const Graph& graph, const Node& node) {
  const DType dtype = output(graph, node).dtype;
  KernelCall call{"power_" + std::string(dtype_name(dtype)),
                  {node.inputs[kBase], node.inputs[kExponent]}};
  append_broadcast(graph, node, call);
  if (dtype != DType::f32) {
    const Clamp range = float_range(dtype);
    call.arguments.push_back(static_cast<float>(range.low));
    call.arguments.push_back(static_cast<float>(range.high));
  }
  call.arguments.push_back(node.outputs[0]);
  return call;
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs;
  for (double exponent : {-2.5, -1.0, 0.0, 0.5, 1.5, 2.0, 9.0}) {
    graphs.push_back(Sample("power")
                         .input(DType::f32, {257})
                         .range(0.125, 6)
                         .constant(DType::f32, {}, Tensor{exponent})
                         .output());
  }
  graphs.push_back(Sample("power")
                       .input(DType::f32, {3, 1, 5})
                       .constant(DType::f32, {4, 1}, Tensor{1, 2, 3, 5})
                       .output());
  graphs.push_back(Sample("power")
                       .constant(DType::f32, {2, 1}, Tensor{0.5, 3.25})
                       .input(DType::f32, {1, 257})
                       .output());
  for (DType dtype : kBases) {
    if (dtype == DType::f32) continue;
    graphs.push_back(Sample("power")
                         .input(dtype, {257, 1})
                         .constant(DType::f32, {5}, Tensor{0, 1, 2, 3, -2})
                         .output());
  }
  return graphs;
}

}  // namespace

extern const OpDef op_power = {
    .name = "power",
    .onnx_name = "Pow",
    .infer = infer,
    .reference = reference,
    .call = call,
    .elementwise = true,
    .samples = samples,
};

}  // namespace mote
