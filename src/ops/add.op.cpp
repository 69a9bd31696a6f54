// SPDX-License-Identifier: Apache-2.0
// y = activation(a + b), shapes stretched to each other. Integers as in TFLite's ADD: both
// operands are brought to a common scale with 20 extra bits, added, then rescaled to y.
#include <algorithm>
#include <cmath>

#include "ops/broadcast.h"
#include "ops/fixed_point.h"
#include "ops/operands.h"

namespace mote {
namespace {

constexpr int kExtraBits = 20;

struct Scaling {
  FixedPoint a, b, y;
};

Scaling scaling(const Graph& graph, const Node& node) {
  const double a = double{input(graph, node, 0).quant.scale[0]};
  const double b = double{input(graph, node, 1).quant.scale[0]};
  const double y = double{output(graph, node).quant.scale[0]};
  const double common = 2 * std::max(a, b);
  return {fixed_point(a / common), fixed_point(b / common),
          fixed_point(common / (std::ldexp(1.0, kExtraBits) * y))};
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  const Value& y = output(graph, node);
  if (!is_quantized(y)) {
    return {broadcast_reference(graph, node, in, [](double a, double b) { return a + b; })};
  }
  const Value& a = input(graph, node, 0);
  const Value& b = input(graph, node, 1);
  const Scaling by = scaling(graph, node);
  const auto of_a = broadcast_indices(a.shape, y.shape), of_b = broadcast_indices(b.shape, y.shape);
  const Clamp clamp = output_clamp(node, y);
  Tensor result;
  for (size_t i = 0; i < of_a.size(); i++) {
    const auto left = static_cast<int64_t>((*in[0])[of_a[i]]) - a.quant.zero_point[0];
    const auto right = static_cast<int64_t>((*in[1])[of_b[i]]) - b.quant.zero_point[0];
    const int64_t one = int64_t{1} << kExtraBits;
    const int64_t sum = int64_t{rescale(left * one, by.a)} + rescale(right * one, by.b);
    result.push_back(std::clamp(static_cast<double>(rescale(sum, by.y)) + y.quant.zero_point[0],
                                clamp.low, clamp.high));
  }
  return {result};
}

KernelCall call(const Graph& graph, const Node& node) {
  const Value& y = output(graph, node);
  if (!is_quantized(y)) return broadcast_call(graph, node, "add_f32");
  KernelCall c{"add_s8", {node.inputs[0], node.inputs[1]}};
  append_broadcast(graph, node, c);
  const Scaling by = scaling(graph, node);
  const auto zero = [](const Value& value) { return int64_t{value.quant.zero_point[0]}; };
  const Clamp clamp = output_clamp(node, y);
  for (int64_t n : {zero(input(graph, node, 0)), int64_t{by.a.multiplier}, int64_t{by.a.shift},
                    zero(input(graph, node, 1)), int64_t{by.b.multiplier}, int64_t{by.b.shift},
                    zero(y), int64_t{by.y.multiplier}, int64_t{by.y.shift},
                    static_cast<int64_t>(clamp.low), static_cast<int64_t>(clamp.high)}) {
    c.arguments.push_back(n);
  }
  c.arguments.push_back(node.outputs[0]);
  return c;
}

bool is_stretched(const Graph& graph, const Node& node) {
  return input(graph, node, 0).shape != output(graph, node).shape;
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs = broadcast_samples("add");
  for (int64_t n : awkward_lengths) {
    const auto zero = static_cast<int32_t>(n % 256) - 128;
    graphs.push_back(Sample("add")
                         .input(DType::s8, {1, n}, quant_of(0.11f, zero))
                         .input(DType::s8, {1, n}, quant_of(0.05f, 9))
                         .attr("activation", std::string(n % 2 == 0 ? "relu" : "none"))
                         .output(quant_of(0.13f, -20)));
  }
  graphs.push_back(Sample("add")
                       .input(DType::s8, {1, 5, 3}, quant_of(0.01f, -128))
                       .constant(DType::s8, {3}, -128, 127, quant_of(0.9f, 1))
                       .output(quant_of(0.9f, 4)));
  return graphs;
}

}  // namespace

extern const OpDef op_add = {
    .name = "add",
    .onnx_name = "Add",
    .infer =
        [](Graph& graph, const Node& node) {
          infer_broadcast(graph, node, {DType::f32, DType::s8});
        },
    .reference = reference,
    .call = call,
    .sharing =
        [](const Graph& graph, const Node& node) {
          return is_stretched(graph, node) ? Sharing::none : Sharing::overwrite;
        },
    .quantizable = [](const Graph&, const Node&) { return true; },
    .samples = samples,
};

}  // namespace mote
