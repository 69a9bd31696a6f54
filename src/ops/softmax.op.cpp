// SPDX-License-Identifier: Apache-2.0
// y[i] = exp(beta * (x[i] - max)) / sum_j exp(beta * (x[j] - max)) along
// `axis`.
//
// Integers go TFLite's way: int8 in, and out either int8 in steps of 1/256 or
// int16 in steps of 1/65536, the lowest number being 0; int16 in and out, in
// steps of 1/32768.
#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "ops/fixed_softmax.h"
#include "ops/operands.h"
#include "ops/wide_softmax.h"

namespace mote {
namespace {

// The sum of a row has 12 bits before the point.
constexpr int64_t kLongestIntegerRow = 4095;
constexpr int64_t kLongestWideRow = 65535;

bool is_near(const Value& y, double scale, int32_t zero) {
  return !y.quant.empty() && std::abs(double{y.quant.scale[0]} / scale - 1) < 1e-3 &&
         y.quant.zero_point[0] == zero;
}

// The type of integer results; their quantization says it.
DType integer_result(const Value& y) {
  if (is_near(y, 0x1p-8, -128)) return DType::s8;
  if (is_near(y, 0x1p-16, -32768)) return DType::s16;
  throw Error(ErrorCode::unsupported_type, "",
              "'" + y.name + "' must be in steps of 1/256 from -128 or of 1/65536 from -32768");
}

// A network's integers stay integers; a real one keeps its real result.
bool quantizable(const Graph& graph, const Node& node) {
  const Value& y = output(graph, node);
  const DType x = input(graph, node, 0).dtype;
  if (x == DType::s16) return is_near(y, 0x1p-15, 0);
  return x == DType::s8 && (is_near(y, 0x1p-8, -128) || is_near(y, 0x1p-16, -32768));
}

void normalize(Graph&, Node& node) {
  if (node.number("beta", 1) == 1) node.attrs.erase("beta");
}

// The multiplier of differences of int16, which must not leave 32 bits.
FixedPoint wide_scale(const Graph& graph, const Node& node) {
  const double scale = double{input(graph, node, 0).quant.scale[0]};
  const FixedPoint by = wide_softmax_scale(scale, node.number("beta", 1));
  if (by.shift <= 14) return by;
  throw Error(ErrorCode::unsupported_type, "", "the steps of 16 bits are too large");
}

void infer_wide(Graph& graph, const Node& node, int64_t length) {
  const Value &x = input(graph, node, 0), &y = output(graph, node);
  if (length > kLongestWideRow) fail_operand(graph, node, 0, "rows of 65535 at most");
  if (!is_near(y, 0x1p-15, 0)) {
    throw Error(ErrorCode::unsupported_type, "", "'" + y.name + "' must be in steps of 1/32768");
  }
  wide_scale(graph, node);
  set_output(graph, node, DType::s16, x.shape);
}

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 1, 1);
  check_dtype(graph, node, 0, {DType::f32, DType::s8, DType::s16});
  const Value& x = input(graph, node, 0);
  const size_t axis = normal_axis(node, node.integer("axis", -1), x.shape.size());
  const double beta = node.number("beta", 1);
  if (!(beta > 0) || !std::isfinite(beta))
    throw Error(ErrorCode::bad_model, "", "beta must be > 0");
  if (x.dtype == DType::f32) return set_output(graph, node, x.dtype, x.shape);
  if (!is_quantized(x)) fail_operand(graph, node, 0, "a value with a quantization");
  if (x.dtype == DType::s16) return infer_wide(graph, node, x.shape[axis]);
  if (x.shape[axis] > kLongestIntegerRow) fail_operand(graph, node, 0, "rows of 4095 at most");
  softmax_term(255, double{x.quant.scale[0]}, beta);
  set_output(graph, node, integer_result(output(graph, node)), x.shape);
}

struct Lines {
  size_t outer = 1, length = 1, inner = 1;
};

Lines lines(const Graph& graph, const Node& node) {
  const Shape& shape = input(graph, node, 0).shape;
  const size_t axis = normal_axis(node, node.integer("axis", -1), shape.size());
  Lines result;
  for (size_t i = 0; i < shape.size(); i++) {
    (i < axis    ? result.outer
     : i == axis ? result.length
                 : result.inner) *= static_cast<size_t>(shape[i]);
  }
  return result;
}

// exp(-d) for every difference d to the largest element.
std::vector<int32_t> terms(const Graph& graph, const Node& node) {
  const double scale = double{input(graph, node, 0).quant.scale[0]};
  std::vector<int32_t> all;
  for (int32_t d = 0; d < 256; d++) all.push_back(softmax_term(d, scale, node.number("beta", 1)));
  return all;
}

Tensor wide_reference(const Graph& graph, const Node& node, const Tensor& x) {
  const Lines n = lines(graph, node);
  const FixedPoint by = wide_scale(graph, node);
  Tensor y(x.size());
  for (size_t line = 0; line < n.outer * n.inner; line++) {
    const size_t first = line / n.inner * n.length * n.inner + line % n.inner;
    Tensor row;
    for (size_t i = 0; i < n.length; i++) row.push_back(x[first + i * n.inner]);
    const Tensor shares = wide_softmax_row(row, by);
    for (size_t i = 0; i < n.length; i++) y[first + i * n.inner] = shares[i];
  }
  return y;
}

Tensor integer_reference(const Graph& graph, const Node& node, const Tensor& x) {
  if (input(graph, node, 0).dtype == DType::s16) return wide_reference(graph, node, x);
  const Lines n = lines(graph, node);
  const std::vector<int32_t> all = terms(graph, node);
  Tensor y(x.size());
  for (size_t line = 0; line < n.outer * n.inner; line++) {
    const size_t first = line / n.inner * n.length * n.inner + line % n.inner;
    double largest = x[first];
    for (size_t i = 0; i < n.length; i++) largest = std::max(largest, x[first + i * n.inner]);
    std::vector<int32_t> row;
    for (size_t i = 0; i < n.length; i++) {
      row.push_back(all[static_cast<size_t>(largest - x[first + i * n.inner])]);
    }
    const Tensor shares = softmax_row(row, 8 * dtype_bytes(output(graph, node).dtype));
    for (size_t i = 0; i < n.length; i++) y[first + i * n.inner] = shares[i];
  }
  return y;
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  if (is_quantized(input(graph, node, 0))) return {integer_reference(graph, node, *in[0])};
  const Lines n = lines(graph, node);
  const double beta = node.number("beta", 1);
  Tensor y = *in[0];
  for (size_t line = 0; line < n.outer * n.inner; line++) {
    const size_t first = line / n.inner * n.length * n.inner + line % n.inner;
    double largest = y[first], sum = 0;
    for (size_t i = 0; i < n.length; i++) largest = std::max(largest, y[first + i * n.inner]);
    for (size_t i = 0; i < n.length; i++) {
      double& element = y[first + i * n.inner];
      element = std::exp(beta * (element - largest));
      sum += element;
    }
    for (size_t i = 0; i < n.length; i++) y[first + i * n.inner] /= sum;
  }
  return {y};
}

KernelCall call(const Graph& graph, const Node& node) {
  const Lines n = lines(graph, node);
  KernelCall c{"softmax_f32",
               {node.inputs[0], static_cast<int64_t>(n.outer), static_cast<int64_t>(n.length),
                static_cast<int64_t>(n.inner)}};
  if (input(graph, node, 0).dtype == DType::s16) {
    const FixedPoint by = wide_scale(graph, node);
    c.kernel = "softmax_s16";
    c.arguments.insert(c.arguments.end(), {int64_t{by.multiplier}, int64_t{by.shift}});
    c.arguments.push_back(KernelData{"exps", DType::s16, {exp_table().begin(), exp_table().end()}});
    c.arguments.push_back(
        KernelData{"shares", DType::s16, {reciprocal_table().begin(), reciprocal_table().end()}});
  } else if (is_quantized(input(graph, node, 0))) {
    c.kernel = output(graph, node).dtype == DType::s8 ? "softmax_s8" : "softmax_s8_s16";
    const std::vector<int32_t> all = terms(graph, node);
    c.arguments.push_back(KernelData{"table", DType::s32, Tensor(all.begin(), all.end())});
  } else {
    c.arguments.push_back(static_cast<float>(node.number("beta", 1)));
  }
  c.arguments.push_back(node.outputs[0]);
  return c;
}

Sharing sharing(const Graph& graph, const Node& node) {
  const bool keeps_type = output(graph, node).dtype == input(graph, node, 0).dtype;
  return keeps_type ? Sharing::overwrite : Sharing::none;
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs;
  for (int64_t n : awkward_lengths) {
    graphs.push_back(Sample("softmax").input(DType::f32, {1, n}).output());
  }
  graphs.push_back(
      Sample("softmax").input(DType::f32, {2, 5, 3}).attr("axis", int64_t{1}).output());
  const Quant s8 = quant_of(0x1p-8f, -128), s16 = quant_of(0x1p-16f, -32768);
  for (float scale : {0.02f, 0.1f, 1.5f}) {
    for (const Shape& shape : {Shape{1, 10}, Shape{3, 1}, Shape{2, 257}}) {
      graphs.push_back(Sample("softmax").input(DType::s8, shape, quant_of(scale, 5)).output(s8));
    }
  }
  graphs.push_back(Sample("softmax")
                       .input(DType::s8, {2, 5, 3}, quant_of(0.1f, -7))
                       .attr("axis", int64_t{1})
                       .attr("beta", 0.5)
                       .output(s8));
  for (const Shape& shape : {Shape{1, 2}, Shape{3, 65}}) {
    graphs.push_back(Sample("softmax").input(DType::s8, shape, quant_of(0.1f, 5)).output(s16));
  }
  graphs.push_back(Sample("softmax").input(DType::f32, {2, 7}).attr("beta", 0.5).output());
  for (float scale : {0.0001f, 0.01f, 0.3f}) {
    for (const Shape& shape : {Shape{1, 2}, Shape{3, 1}, Shape{2, 257}, Shape{2, 5, 3}}) {
      // Of long rows the terms that cannot be told from 0 add up.
      if (scale == 0.3f && shape[1] > 200) continue;
      graphs.push_back(Sample("softmax")
                           .input(DType::s16, shape, quant_of(scale, 0))
                           .range(32000 - 40000 * std::sqrt(double{scale}), 32767)
                           .attr("axis", int64_t{1})
                           .attr("beta", scale == 0.01f ? 0.5 : 1)
                           .output(quant_of(0x1p-15f, 0)));
    }
  }
  return graphs;
}

}  // namespace

extern const OpDef op_softmax = {
    .name = "softmax",
    .onnx_name = "Softmax",
    .tflite_names = "SOFTMAX",
    .infer = infer,
    .reference = reference,
    .call = call,
    .sharing = sharing,
    .normalize = normalize,
    .tolerance = 3e-6,
    .quantizable = quantizable,
    .samples = samples,
};

}  // namespace mote
