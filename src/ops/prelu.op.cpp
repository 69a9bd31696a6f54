// SPDX-License-Identifier: Apache-2.0
// y = x, below 0 x * slope, the slope stretched to x. Integers that stand for real numbers as in
// TFLite's PRELU: each side has a multiplier of its own.
#include <algorithm>

#include "ops/binary.h"
#include "ops/broadcast.h"
#include "ops/fixed_point.h"
#include "ops/operands.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kSlope };

struct Scaling {
  FixedPoint above, below;
};

Scaling scaling(const Graph& graph, const Node& node) {
  const double x = double{input(graph, node, kX).quant.scale[0]};
  const double slope = double{input(graph, node, kSlope).quant.scale[0]};
  const double y = double{output(graph, node).quant.scale[0]};
  return {fixed_point(x / y), fixed_point(x * slope / y)};
}

Tensor quantized(const Graph& graph, const Node& node, std::span<const Tensor* const> in) {
  const Value& x = input(graph, node, kX);
  const Value& slope = input(graph, node, kSlope);
  const Value& y = output(graph, node);
  const Scaling by = scaling(graph, node);
  const auto of_x = broadcast_indices(x.shape, y.shape);
  const auto of_slope = broadcast_indices(slope.shape, y.shape);
  Tensor result;
  for (size_t i = 0; i < of_x.size(); i++) {
    const auto offset = static_cast<int64_t>((*in[kX])[of_x[i]]) - x.quant.zero_point[0];
    const auto factor =
        static_cast<int64_t>((*in[kSlope])[of_slope[i]]) - slope.quant.zero_point[0];
    const double steps =
        offset >= 0 ? rescale(offset, by.above) : rescale(offset * factor, by.below);
    result.push_back(std::clamp(steps + y.quant.zero_point[0], -128.0, 127.0));
  }
  return result;
}

KernelCall quantized_call(const Graph& graph, const Node& node) {
  KernelCall call{"prelu_quantized_s8", {node.inputs[kX], node.inputs[kSlope]}};
  append_broadcast(graph, node, call);
  const Scaling by = scaling(graph, node);
  const auto zero = [](const Value& value) { return int64_t{value.quant.zero_point[0]}; };
  for (int64_t n :
       {zero(input(graph, node, kX)), zero(input(graph, node, kSlope)), zero(output(graph, node)),
        int64_t{by.above.multiplier}, int64_t{by.above.shift}, int64_t{by.below.multiplier},
        int64_t{by.below.shift}}) {
    call.arguments.push_back(n);
  }
  call.arguments.push_back(node.outputs[0]);
  return call;
}

constexpr BinaryFunction function = {
    .formula = [](double x, double slope, int64_t) { return x < 0 ? x * slope : x; },
    .integers =
        [](DType dtype, int64_t x, int64_t slope, int64_t) {
          const bool is_below = dtype != DType::u64 && x < 0;
          const uint64_t product = static_cast<uint64_t>(x) * static_cast<uint64_t>(slope);
          return is_below ? static_cast<int64_t>(product) : x;
        },
    .quantized = quantized,
    .quantized_call = quantized_call,
};

std::vector<Graph> samples() {
  std::vector<Graph> graphs = binary_samples("prelu", function);
  for (const Shape& slope : {Shape{3}, Shape{5, 1}, Shape{1}}) {
    graphs.push_back(Sample("prelu")
                         .input(DType::s8, {17, 5, 3}, quant_of(0.03f, 12))
                         .constant(DType::s8, slope, -128, 127, quant_of(0.01f, -4))
                         .output(quant_of(0.04f, -5)));
  }
  return graphs;
}

}  // namespace

extern const OpDef op_prelu = binary<function>(
    {.name = "prelu", .onnx_name = "PRelu", .tflite_names = "PRELU", .samples = samples});

}  // namespace mote
