// SPDX-License-Identifier: Apache-2.0
// y[n, o] = activation(b[o] + sum_i w[o, i] * x[n, i]), x N x I, w O x I. int16 and real x may meet
// int8 weights; real: y[n, o] = activation(b[o] + scale[o] * sum_i w[o, i] * x[n, i]).
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "ops/compact_samples.h"
#include "ops/fixed_point.h"
#include "ops/operands.h"
#include "ops/row_products.h"
#include "ops/tflite_layout.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kWeights, kBias };

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 2, 3);
  check_dtype(graph, node, kX, {DType::f32, DType::s8, DType::s16});
  const Value& x = input(graph, node, kX);
  const Value& w = input(graph, node, kWeights);
  check_weights(graph, node, kX, kWeights, kBias);
  if (w.shape.size() != 2) {
    throw Error(
        ErrorCode::bad_model, "",
        fmt::format("weights '{}' have shape {}, expected two axes", w.name, to_string(w.shape)));
  }
  if (x.shape.size() != 2 || x.shape[1] != w.shape[1]) {
    throw Error(ErrorCode::bad_model, "",
                fmt::format("weights '{}' take rows of {}, but '{}' is {}", w.name, w.shape[1],
                            x.name, to_string(x.shape)));
  }
  if (node.has_input(kBias) && input(graph, node, kBias).shape != Shape{w.shape[0]}) {
    throw Error(ErrorCode::bad_model, "",
                fmt::format("bias has shape {}, expected {}",
                            to_string(input(graph, node, kBias).shape), w.shape[0]));
  }
  check_scales(x, w, output(graph, node), w.shape[0]);
  set_output(graph, node, x.dtype, {x.shape[0], w.shape[0]});
}

int64_t macs(const Graph& graph, const Node& node) {
  return input(graph, node, kX).shape[0] * element_count(input(graph, node, kWeights).shape);
}

DType sums_of(const Graph& graph, const Node& node) {
  const Value& w = input(graph, node, kWeights);
  const Value* bias = node.has_input(kBias) ? &input(graph, node, kBias) : nullptr;
  return sums_dtype(input(graph, node, kX), w, bias, w.shape[0]);
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  const Value& x = input(graph, node, kX);
  const Value& w = input(graph, node, kWeights);
  const Value& y = output(graph, node);
  const auto rows = static_cast<size_t>(w.shape[0]);
  const auto columns = static_cast<size_t>(w.shape[1]);
  const bool integer = is_quantized(x);
  const double x_zero = integer ? x.quant.zero_point[0] : 0;
  const Clamp clamp = output_clamp(node, y);
  const auto multipliers =
      integer ? row_multipliers(x, w, y, w.shape[0]) : std::vector<FixedPoint>{};
  const Tensor scales = weight_scales(x, w, w.shape[0]);
  const DType sums = integer ? sums_of(graph, node) : DType::f32;
  Tensor result, vector(columns), products(rows);
  for (size_t row = 0; row < static_cast<size_t>(x.shape[0]); row++) {
    for (size_t i = 0; i < columns; i++) vector[i] = (*in[kX])[row * columns + i] - x_zero;
    row_products(in[kWeights]->data(), rows, columns, vector.data(), products.data());
    for (size_t o = 0; o < rows; o++) {
      double sum = bias_at(in, kBias, o) + scales[o] * products[o];
      if (integer) {
        const int64_t steps = rescale_sum(static_cast<int64_t>(sum), multipliers[o], sums);
        sum = static_cast<double>(steps + y.quant.zero_point[0]);
      }
      result.push_back(std::clamp(sum, clamp.low, clamp.high));
    }
  }
  return {result};
}

KernelCall call(const Graph& graph, const Node& node) {
  check_constant(graph, node, kWeights);
  const Value& x = input(graph, node, kX);
  const Value& w = input(graph, node, kWeights);
  const Value& y = output(graph, node);
  const DType sums = is_quantized(x) ? sums_of(graph, node) : DType::f32;
  const bool has_batch = x.shape[0] != 1 || x.dtype == DType::s16;
  const std::string rows = x.shape[0] != 1 && x.dtype != DType::s16 ? "_rows" : "";
  KernelCall c{"fully_connected" + rows + product_suffix(x, w, sums), {node.inputs[kX]}};
  if (has_batch) c.arguments.push_back(x.shape[0]);
  c.arguments.push_back(KernelData{"weights", w.dtype, w.constant});
  KernelData bias = bias_data(graph, node, kBias, w.shape[0]);
  bias.dtype = sums;
  c.arguments.push_back(bias);
  c.arguments.insert(c.arguments.end(), {w.shape[0], w.shape[1]});
  const auto multipliers =
      is_quantized(x) ? row_multipliers(x, w, y, w.shape[0]) : std::vector<FixedPoint>{};
  append_scaling(x, w, y, multipliers, output_clamp(node, y), c);
  c.arguments.push_back(node.outputs[0]);
  return c;
}

// Integers keep their numbers and get other scales.
void scale_constant(Value& value, double factor) {
  if (factor == 1) return;
  if (value.quant.empty()) {
    for (double& element : value.constant) element = double{static_cast<float>(element * factor)};
    return;
  }
  if (!(factor > 0))
    throw Error(ErrorCode::unsupported_type, "", "alpha and beta must be positive");
  for (float& scale : value.quant.scale) scale *= static_cast<float>(factor);
}

// ONNX allows a bias of 1 x O.
void flatten_bias(Graph& graph, Node& node) {
  if (!node.has_input(kBias)) return;
  Value bias = input(graph, node, kBias);
  if (!bias.is_constant || bias.shape.size() != 2 || bias.shape[0] != 1) return;
  bias.shape = {bias.shape[1]};
  bias.quant.axis = 0;
  node.inputs[kBias] =
      graph.add_constant(bias.name, bias.dtype, bias.shape, bias.constant, bias.quant);
}

// Whether x is rows, the weights are known and the bias is one number for each of them.
bool is_layer(const Graph& graph, const Node& node) {
  const Value& x = input(graph, node, kX);
  const Value& w = input(graph, node, kWeights);
  if (node.integer("transA", 0) != 0 || x.shape.size() != 2) return false;
  if (!w.is_constant || w.shape.size() != 2) return false;
  if (!node.has_input(kBias)) return true;
  const Value& bias = input(graph, node, kBias);
  const int64_t count = w.shape[node.integer("transB", 0) != 0 ? 0 : 1];
  return bias.is_constant && (bias.shape == Shape{count} || bias.shape == Shape{1, count});
}

// ONNX's Gemm: alpha * A * B + beta * C with either matrix transposed. Constants take it all up.
void normalize(Graph& graph, Node& node) {
  check_input_count(node, 2, 3);
  if (!is_layer(graph, node)) {
    node.op = "gemm";
    return;
  }
  const double alpha = node.number("alpha", 1), beta = node.number("beta", 1);
  const bool turned = node.integer("transB", 0) != 0;
  for (const char* key : {"alpha", "beta", "transA", "transB"}) node.attrs.erase(key);
  flatten_bias(graph, node);
  if (turned && alpha == 1 && beta == 1) return;
  check_constant(graph, node, kWeights);
  Value w = input(graph, node, kWeights);
  if (w.shape.size() != 2) throw Error(ErrorCode::bad_model, "", "weights must have two axes");
  if (!turned) {
    const Value old = w;
    w.shape = {old.shape[1], old.shape[0]};
    for (int64_t o = 0; o < w.shape[0]; o++) {
      for (int64_t i = 0; i < w.shape[1]; i++) {
        w.constant[static_cast<size_t>(o * w.shape[1] + i)] =
            old.constant[static_cast<size_t>(i * w.shape[0] + o)];
      }
    }
    if (w.quant.scale.size() > 1) w.quant.axis = 1 - w.quant.axis;
  }
  scale_constant(w, alpha);
  node.inputs[kWeights] =
      graph.add_constant(w.name + "_turned", w.dtype, w.shape, w.constant, w.quant);
  if (!node.has_input(kBias) || beta == 1) return;
  check_constant(graph, node, kBias);
  Value bias = input(graph, node, kBias);
  scale_constant(bias, beta);
  node.inputs[kBias] =
      graph.add_constant(bias.name + "_scaled", bias.dtype, bias.shape, bias.constant, bias.quant);
}

// TFLite flattens x to rows of I elements; keep_num_dims keeps its leading axes in y.
void from_tflite(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  check_input_count(node, 2, 3);
  const Value x = input(graph, node, kX);
  const Shape w = input(graph, node, kWeights).shape;
  check_symmetric(graph, node, kWeights);
  const int64_t columns = w.size() == 2 ? w[1] : 0;
  if (columns < 1 || node.integer("weights_format", 0) != 0) {
    fail_operand(graph, node, kWeights, "weights of two axes in plain order");
  }
  const int64_t rows = element_count(x.shape) / columns;
  Node product{node.name, "fully_connected", node.inputs, node.outputs};
  product.attrs = {{"transB", int64_t{1}}, {"activation", node.text("activation", "none")}};
  if (x.shape != Shape{rows, columns}) {
    product.inputs[kX] = graph.add({graph.fresh_name(x.name + "_rows"), x.dtype, {}, x.quant});
    nodes.push_back(
        tflite_reshape(graph, node, node.inputs[kX], {rows, columns}, product.inputs[kX]));
  }
  Shape shape{rows, w[0]};
  if (node.integer("keep_num_dims", 0) != 0 && !x.shape.empty()) {
    shape.assign(x.shape.begin(), x.shape.end() - 1);
    shape.push_back(w[0]);
  }
  if (shape.size() != 2) {
    const Value y = graph[node.outputs[0]];
    product.outputs[0] = graph.add({graph.fresh_name(y.name + "_rows"), y.dtype, {}, y.quant});
  }
  nodes.push_back(product);
  if (shape.size() != 2) {
    nodes.push_back(tflite_reshape(graph, node, product.outputs[0], shape, node.outputs[0]));
  }
}

bool quantizable(const Graph& graph, const Node& node) {
  return input(graph, node, kWeights).is_constant &&
         (!node.has_input(kBias) || input(graph, node, kBias).is_constant);
}

// Output scales that let sums of random products spread over most of int8 without clamping.
Graph wide_sample(int64_t batch, int64_t columns, DType bias, double low) {
  const int64_t rows = 1 + columns % 5;
  Sample sample("fully_connected");
  sample.input(DType::s16, {batch, columns}, quant_of(0.0003f, 0)).range(low, low + 255);
  sample.constant(DType::s8, {rows, columns}, -127, 127, quant_of(0.01f, 0));
  if (bias != DType::f32) {
    sample.constant(bias, {rows}, -999999, 999999, quant_of(0.0003f * 0.01f, 0));
  }
  return sample.output(quant_of(0.0004f * std::sqrt(static_cast<float>(columns)), 0));
}

void add_samples_of_rows(std::vector<Graph>& graphs) {
  for (const Shape& x : {Shape{2, 9}, Shape{3, 1}, Shape{5, 33}}) {
    graphs.push_back(Sample("fully_connected")
                         .input(DType::f32, x)
                         .constant(DType::f32, {4, x[1]}, -1, 1)
                         .constant(DType::f32, {4}, -3, 3)
                         .output());
    graphs.push_back(Sample("fully_connected")
                         .input(DType::f32, x)
                         .constant(DType::s8, {3, x[1]}, -127, 127, channel_quant(3, 0.01f))
                         .output());
    graphs.push_back(Sample("fully_connected")
                         .input(DType::s8, x, quant_of(0.05f, 7))
                         .constant(DType::s8, {3, x[1]}, -127, 127, channel_quant(3, 0.01f))
                         .constant(DType::s32, {3}, -9999, 9999, channel_quant(3, 0.0005f))
                         .attr("activation", std::string("relu"))
                         .output(quant_of(0.4f, -5)));
    for (DType bias : {DType::s64, DType::s32, DType::f32}) {
      graphs.push_back(wide_sample(x[0], x[1], bias, bias == DType::s32 ? -128 : 32512));
      graphs.push_back(wide_sample(1, x[1], bias, -32768));
    }
  }
  // Kernels may leave vectors this long where they are.
  for (int64_t columns : {258, 320}) {
    graphs.push_back(Sample("fully_connected")
                         .input(DType::s8, {1, columns}, quant_of(0.05f, 7))
                         .constant(DType::s8, {16, columns}, -127, 127, channel_quant(16, 0.01f))
                         .constant(DType::s32, {16}, -9999, 9999, channel_quant(16, 0.0005f))
                         .output(quant_of(1.3f, -5)));
  }
  // 32 bits cannot be shown to hold these sums.
  graphs.push_back(wide_sample(1, 700, DType::s32, -32768));
}

std::vector<Graph> samples() {
  const std::vector<std::pair<int32_t, std::string>> inputs = {
      {-128, "none"}, {-3, "relu"}, {127, "none"}, {11, "relu6"}};
  std::vector<Graph> graphs;
  for (int64_t columns : awkward_lengths) {
    const int64_t rows = 1 + columns % 9;
    graphs.push_back(Sample("fully_connected")
                         .input(DType::f32, {1, columns})
                         .constant(DType::f32, {rows, columns}, -1, 1)
                         .constant(DType::f32, {rows}, -3, 3)
                         .attr("activation", inputs[static_cast<size_t>(columns) % 4].second)
                         .output());
    const float spread = std::sqrt(static_cast<float>(columns));
    for (const auto& [x_zero, activation] : inputs) {
      Sample sample("fully_connected");
      sample.input(DType::s8, {1, columns}, quant_of(0.05f, x_zero));
      sample.constant(DType::s8, {rows, columns}, -127, 127, channel_quant(rows, 0.01f));
      if (x_zero != -3) {
        sample.constant(DType::s32, {rows}, -9999, 9999, channel_quant(rows, 0.0005f));
      }
      graphs.push_back(sample.attr("activation", activation).output(quant_of(0.09f * spread, -5)));
    }
    graphs.push_back(
        Sample("fully_connected")
            .input(DType::f32, {1, columns})
            .constant(DType::s8, {rows, columns}, -127, 127, channel_quant(rows, 0.01f))
            .constant(DType::f32, {rows}, -3, 3)
            .output());
    // Multiplier 1/16: many sums are ties of the second rounding.
    graphs.push_back(Sample("fully_connected")
                         .input(DType::s8, {1, columns}, quant_of(0.5f, 0))
                         .constant(DType::s8, {rows, columns}, -1, 1, quant_of(0.25f, 0))
                         .output(quant_of(0.5f * 0.25f * 16, 0)));
  }
  for (int64_t columns : {1, 2, 9, 16, 33, 130}) {
    for (int64_t rows : {8, 24}) {
      // Weights of 4 bits; the second time they are scaled alike.
      graphs.push_back(Sample("fully_connected")
                           .input(DType::s8, {1, columns}, quant_of(0.05f, rows == 8 ? -128 : 5))
                           .constant(DType::s8, {rows, columns}, -8, 7,
                                     rows == 8 ? channel_quant(8, 0.01f) : quant_of(0.01f, 0))
                           .constant(DType::s32, {rows}, -999, 999,
                                     rows == 8 ? channel_quant(8, 0.0005f) : quant_of(0.0005f, 0))
                           .output(quant_of(0.006f * std::sqrt(static_cast<float>(columns)), 1)));
    }
  }
  add_samples_of_rows(graphs);
  const std::vector<Graph> compact = compact_rows_samples();
  graphs.insert(graphs.end(), compact.begin(), compact.end());
  return graphs;
}

}  // namespace

extern const OpDef op_fully_connected = {
    .name = "fully_connected",
    .onnx_name = "Gemm",
    .tflite_names = "FULLY_CONNECTED",
    .from_tflite = from_tflite,
    .infer = infer,
    .reference = reference,
    .call = call,
    .macs = macs,
    .normalize = normalize,
    .tolerance = 2e-6,
    .quantizable = quantizable,
    .takes_activation = true,
    .takes_stored_weights = true,
    .weights_operand = kWeights,
    .bias_operand = kBias,
    .samples = samples,
};

}  // namespace mote
