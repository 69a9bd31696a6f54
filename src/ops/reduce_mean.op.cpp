// SPDX-License-Identifier: Apache-2.0
// y = the mean of x over axes. Integers that stand for real numbers are summed
// without their zero point, then scaled.
#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "base/error.h"
#include "ops/fixed_point.h"
#include "ops/operands.h"
#include "ops/reduce.h"

namespace mote {
namespace {

// Plain integers, and those of TFLite that keep their quantization, are rounded
// to zero.
bool is_truncated(const Graph& graph, const Node& node) {
  const Value& x = input(graph, node, 0);
  return x.dtype != DType::f32 && (!is_quantized(x) || node.integer("truncate", 0) != 0);
}

// The device divides within its fixed-point multiplier, as TFLite does: the
// quotient's multiplier is 2^k / n of the scales' one, and shifted k further,
// 2^k <= n.
FixedPoint multiplier(const Value& x, const Value& y, int64_t count) {
  FixedPoint by = fixed_point(double{x.quant.scale[0]} / double{y.quant.scale[0]});
  int shift = 63 - std::countl_zero(static_cast<uint64_t>(count));
  shift = std::min({shift, 32, 31 + by.shift});
  by.multiplier = static_cast<int32_t>((int64_t{by.multiplier} << shift) / count);
  by.shift -= shift;
  return by;
}

// How many elements make one.
int64_t reduced_count(const Graph& graph, const Node& node) {
  return element_count(reduction_of(graph, node).reduced.shape);
}

void infer(Graph& graph, const Node& node) {
  infer_reduction(graph, node,
                  {DType::f32, DType::s8, DType::u8, DType::s16, DType::u16, DType::s32, DType::u32,
                   DType::s64});
  const Value& x = input(graph, node, 0);
  if (!is_quantized(x)) return;
  check_dtype(graph, node, 0, {DType::s8, DType::s16});
  const int64_t count = reduced_count(graph, node), most = x.dtype == DType::s8 ? 1 << 22 : 1 << 15;
  if (count < 1 || count > most) {
    fail_operand(graph, node, 0, "1 to " + std::to_string(most) + " elements to add");
  }
}

std::vector<Tensor> quantized_reference(const Graph& graph, const Node& node, const Tensor& in) {
  const Value &x = input(graph, node, 0), &y = output(graph, node);
  const int64_t count = reduced_count(graph, node);
  const FixedPoint by = multiplier(x, y, count);
  const Clamp range = dtype_range(x.dtype);
  return {reduction_reference(graph, node, in, [&](const Tensor& elements) {
    const double sum = std::accumulate(elements.begin(), elements.end(), 0.0);
    const auto offset = static_cast<double>(x.quant.zero_point[0] * count);
    const double scaled = rescale(static_cast<int64_t>(sum - offset), by);
    return std::clamp(scaled + y.quant.zero_point[0], range.low, range.high);
  })};
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  if (is_quantized(input(graph, node, 0)) && !is_truncated(graph, node))
    return quantized_reference(graph, node, *in[0]);
  if (is_truncated(graph, node)) {
    return {reduction_reference(graph, node, *in[0], [](const Tensor& elements) {
      const double sum = std::accumulate(elements.begin(), elements.end(), 0.0);
      return std::trunc(sum / static_cast<double>(elements.size()));
    })};
  }
  return {reduction_reference(graph, node, *in[0], [](const Tensor& elements) {
    return std::accumulate(elements.begin(), elements.end(), 0.0) /
           static_cast<double>(elements.size());
  })};
}

KernelCall call(const Graph& graph, const Node& node) {
  if (!(is_quantized(input(graph, node, 0)) && !is_truncated(graph, node)))
    return reduction_call(graph, node, "reduce_mean");
  const Value &x = input(graph, node, 0), &y = output(graph, node);
  const int64_t count = reduced_count(graph, node);
  const FixedPoint by = multiplier(x, y, count);
  KernelCall c = reduction_call(graph, node, "reduce_quantized");
  c.arguments.insert(c.arguments.end() - 1, {x.quant.zero_point[0] * count, int64_t{by.multiplier},
                                             int64_t{by.shift}, int64_t{y.quant.zero_point[0]}});
  return c;
}

void from_tflite(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  reduction_from_tflite(graph, node, nodes);
  const Value& x = input(graph, node, 0);
  if (is_quantized(x) && x.quant == output(graph, node).quant) {
    nodes.back().attrs["truncate"] = int64_t{1};
  }
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs =
      reduction_samples("reduce_mean", {DType::f32, DType::s32, DType::u8}, -4, 4);
  const Quant x = quant_of(0.1f, -128), y = quant_of(0.07f, 5);
  for (const Shape& shape : {Shape{1, 7, 7, 17}, Shape{1, 2, 3, 4}, Shape{3, 1, 1, 5}}) {
    graphs.push_back(Sample("reduce_mean")
                         .input(DType::s8, shape, x)
                         .constant(DType::s32, {2}, Tensor{1, 2})
                         .attr("keepdims", int64_t{0})
                         .output(y));
  }
  graphs.push_back(Sample("reduce_mean")
                       .input(DType::s8, {5, 9}, quant_of(0.1f, 3))
                       .attr("truncate", int64_t{1})
                       .output(quant_of(0.1f, 3)));
  for (double low : {-32768.0, -100.0, 32512.0}) {
    graphs.push_back(Sample("reduce_mean")
                         .input(DType::s16, {1, 5, 7, 3}, quant_of(0.0002f, 0))
                         .range(low, low + 255)
                         .constant(DType::s32, {2}, Tensor{1, 2})
                         .output(quant_of(0.00021f, 0)));
  }
  return graphs;
}

}  // namespace

extern const OpDef op_reduce_mean = {
    .name = "reduce_mean",
    .onnx_name = "ReduceMean",
    .onnx_since = 18,
    .tflite_names = "MEAN",
    .from_tflite = from_tflite,
    .infer = infer,
    .reference = reference,
    .call = call,
    .tolerance = 1e-5,
    .quantizable = [](const Graph&, const Node&) { return true; },
    .turn = turn_reduction,
    .constant_operands = 0b10,
    .samples = samples,
};

}  // namespace mote
