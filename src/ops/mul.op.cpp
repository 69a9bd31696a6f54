// SPDX-License-Identifier: Apache-2.0
// y = activation(a * b), shapes stretched to each other. Integers that stand for real numbers as in
// TFLite's MUL: the product of the offsets from the zero points is rescaled to y.
#include <algorithm>

#include "ops/binary.h"
#include "ops/broadcast.h"
#include "ops/fixed_point.h"
#include "ops/operands.h"

namespace mote {
namespace {

FixedPoint scaling(const Graph& graph, const Node& node) {
  const Value& y = output(graph, node);
  return fixed_point_for(y, double{input(graph, node, 0).quant.scale[0]} *
                                double{input(graph, node, 1).quant.scale[0]} /
                                double{y.quant.scale[0]});
}

Tensor quantized(const Graph& graph, const Node& node, std::span<const Tensor* const> in) {
  const Value& a = input(graph, node, 0);
  const Value& b = input(graph, node, 1);
  const Value& y = output(graph, node);
  const auto of_a = broadcast_indices(a.shape, y.shape), of_b = broadcast_indices(b.shape, y.shape);
  const Clamp clamp = output_clamp(node, y);
  Tensor result;
  for (size_t i = 0; i < of_a.size(); i++) {
    const auto left = static_cast<int64_t>((*in[0])[of_a[i]]) - a.quant.zero_point[0];
    const auto right = static_cast<int64_t>((*in[1])[of_b[i]]) - b.quant.zero_point[0];
    const double steps = rescale(left * right, scaling(graph, node));
    result.push_back(std::clamp(steps + y.quant.zero_point[0], clamp.low, clamp.high));
  }
  return result;
}

KernelCall quantized_call(const Graph& graph, const Node& node) {
  const Value& y = output(graph, node);
  KernelCall call{"product_" + std::string(dtype_name(y.dtype)), {node.inputs[0], node.inputs[1]}};
  append_broadcast(graph, node, call);
  const FixedPoint by = scaling(graph, node);
  const Clamp clamp = output_clamp(node, y);
  const auto zero = [](const Value& value) { return int64_t{value.quant.zero_point[0]}; };
  for (int64_t n :
       {zero(input(graph, node, 0)), zero(input(graph, node, 1)), zero(y), int64_t{by.multiplier},
        int64_t{by.shift}, static_cast<int64_t>(clamp.low), static_cast<int64_t>(clamp.high)}) {
    call.arguments.push_back(n);
  }
  call.arguments.push_back(node.outputs[0]);
  return call;
}

constexpr BinaryFunction function = {
    .formula = [](double a, double b, int64_t) { return a * b; },
    .integers =
        [](DType, int64_t a, int64_t b, int64_t) {
          return static_cast<int64_t>(static_cast<uint64_t>(a) * static_cast<uint64_t>(b));
        },
    .clamps = true,
    .quantized = quantized,
    .quantized_call = quantized_call,
    .takes_wide = true,
};

std::vector<Graph> samples() {
  std::vector<Graph> graphs = binary_samples("mul", function);
  for (int64_t n : awkward_lengths) {
    const auto zero = static_cast<int32_t>(n % 256) - 128;
    graphs.push_back(Sample("mul")
                         .input(DType::s8, {1, n}, quant_of(0.11f, zero))
                         .input(DType::s8, {1, n}, quant_of(0.05f, 9))
                         .attr("activation", std::string(n % 2 == 0 ? "relu6" : "none"))
                         .output(quant_of(0.13f, -20)));
  }
  graphs.push_back(Sample("mul")
                       .input(DType::s8, {1, 5, 3}, quant_of(0.01f, -128))
                       .constant(DType::s8, {3}, -128, 127, quant_of(0.9f, 1))
                       .output(quant_of(0.9f, 4)));
  for (double low : {-32768.0, -128.0, 32512.0}) {
    graphs.push_back(Sample("mul")
                         .input(DType::s16, {2, 33}, quant_of(0.0003f, 0))
                         .range(low, low + 255)
                         .constant(DType::s16, {33}, -32768, 32767, quant_of(0.0007f, 0))
                         .attr("activation", std::string(low > 0 ? "relu6" : "none"))
                         .output(quant_of(0.01f, 0)));
  }
  return graphs;
}

}  // namespace

extern const OpDef op_mul = binary<function>(
    {.name = "mul", .onnx_name = "Mul", .tflite_names = "MUL", .samples = samples});

}  // namespace mote
