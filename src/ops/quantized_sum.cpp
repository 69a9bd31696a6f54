// SPDX-License-Identifier: Apache-2.0
#include "ops/quantized_sum.h"

#include <algorithm>
#include <cmath>

#include "ops/broadcast.h"
#include "ops/fixed_point.h"
#include "ops/operands.h"

namespace mote {
namespace {

int extra_bits(const Value& y) {
  return y.dtype == DType::s16 ? 15 : 20;
}

struct Scaling {
  FixedPoint a, b, y;
};

Scaling scaling(const Graph& graph, const Node& node) {
  const double a = double{input(graph, node, 0).quant.scale[0]};
  const double b = double{input(graph, node, 1).quant.scale[0]};
  const double y = double{output(graph, node).quant.scale[0]};
  const double common = 2 * std::max(a, b);
  return {fixed_point(a / common), fixed_point(b / common),
          fixed_point_for(output(graph, node),
                          common / (std::ldexp(1.0, extra_bits(output(graph, node))) * y))};
}

}  // namespace

Tensor quantized_sum(const Graph& graph, const Node& node, std::span<const Tensor* const> in,
                     int sign) {
  const Value& a = input(graph, node, 0);
  const Value& b = input(graph, node, 1);
  const Value& y = output(graph, node);
  const Scaling by = scaling(graph, node);
  const auto of_a = broadcast_indices(a.shape, y.shape), of_b = broadcast_indices(b.shape, y.shape);
  const Clamp clamp = output_clamp(node, y);
  Tensor result;
  for (size_t i = 0; i < of_a.size(); i++) {
    const auto left = static_cast<int64_t>((*in[0])[of_a[i]]) - a.quant.zero_point[0];
    const auto right = static_cast<int64_t>((*in[1])[of_b[i]]) - b.quant.zero_point[0];
    const int64_t one = int64_t{1} << extra_bits(y);
    const int64_t sum = int64_t{rescale(left * one, by.a)} + sign * rescale(right * one, by.b);
    result.push_back(std::clamp(static_cast<double>(rescale(sum, by.y)) + y.quant.zero_point[0],
                                clamp.low, clamp.high));
  }
  return result;
}

KernelCall quantized_sum_call(const Graph& graph, const Node& node, const std::string& kernel) {
  const Value& y = output(graph, node);
  KernelCall call{kernel + "_" + std::string(dtype_name(y.dtype)),
                  {node.inputs[0], node.inputs[1]}};
  append_broadcast(graph, node, call);
  const Scaling by = scaling(graph, node);
  const auto zero = [](const Value& value) { return int64_t{value.quant.zero_point[0]}; };
  const Clamp clamp = output_clamp(node, y);
  for (int64_t n : {zero(input(graph, node, 0)), int64_t{by.a.multiplier}, int64_t{by.a.shift},
                    zero(input(graph, node, 1)), int64_t{by.b.multiplier}, int64_t{by.b.shift},
                    zero(y), int64_t{by.y.multiplier}, int64_t{by.y.shift},
                    static_cast<int64_t>(clamp.low), static_cast<int64_t>(clamp.high)}) {
    call.arguments.push_back(n);
  }
  call.arguments.push_back(node.outputs[0]);
  return call;
}

void add_quantized_sum_samples(const std::string& op, std::vector<Graph>& graphs) {
  for (int64_t n : awkward_lengths) {
    const auto zero = static_cast<int32_t>(n % 256) - 128;
    graphs.push_back(Sample(op)
                         .input(DType::s8, {1, n}, quant_of(0.11f, zero))
                         .input(DType::s8, {1, n}, quant_of(0.05f, 9))
                         .attr("activation", std::string(n % 2 == 0 ? "relu" : "none"))
                         .output(quant_of(0.13f, -20)));
  }
  graphs.push_back(Sample(op)
                       .input(DType::s8, {1, 5, 3}, quant_of(0.01f, -128))
                       .constant(DType::s8, {3}, -128, 127, quant_of(0.9f, 1))
                       .output(quant_of(0.9f, 4)));
  for (double low : {-32768.0, -128.0, 32512.0}) {
    graphs.push_back(Sample(op)
                         .input(DType::s16, {2, 33}, quant_of(0.0003f, 0))
                         .range(low, low + 255)
                         .input(DType::s16, {33}, quant_of(0.0007f, 0))
                         .attr("activation", std::string(low > 0 ? "relu6" : "none"))
                         .output(quant_of(0.0008f, 0)));
    graphs.push_back(Sample(op)
                         .input(DType::s16, {3, 4}, quant_of(0.0001f, 0))
                         .range(low, low + 255)
                         .constant(DType::s16, {3, 4}, -32768, 32767, quant_of(0.00007f, 0))
                         .output(quant_of(0.00009f, 0)));
  }
}

}  // namespace mote
