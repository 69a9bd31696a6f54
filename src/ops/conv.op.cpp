// SPDX-License-Identifier: Apache-2.0
// y[o, p] = activation(b[o] + sum_{i, k} w[o, i, k] * x[i, p * stride + k * dilation - pad]).
//
// One or two spatial axes, groups (depthwise included). Layouts as in ONNX: x 1 C L or 1 C H W,
// w O I K...; with attribute channels_last = 1: x 1 L C or 1 H W C, w O K... I. int16 and real x
// may meet int8 weights; with real x their scale multiplies the sum before b[o] is added.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "ops/compact_samples.h"
#include "ops/conv_geometry.h"
#include "ops/conv_tflite.h"
#include "ops/fixed_point.h"
#include "ops/operands.h"
#include "ops/row_products.h"
#include "ops/window.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kWeights, kBias };

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 2, 3);
  check_dtype(graph, node, kX, {DType::f32, DType::s8, DType::s16});
  check_weights(graph, node, kX, kWeights, kBias);
  const ConvGeometry g = conv_geometry(graph, node);
  if (node.has_input(kBias) && input(graph, node, kBias).shape != Shape{g.filters}) {
    throw Error(ErrorCode::bad_model, "",
                fmt::format("bias has shape {}, expected {}",
                            to_string(input(graph, node, kBias).shape), g.filters));
  }
  const Value& x = input(graph, node, kX);
  check_scales(x, input(graph, node, kWeights), output(graph, node), g.filters);
  set_output(graph, node, x.dtype, window_output_shape(x, g.window, g.filters));
}

int64_t macs(const Graph& graph, const Node& node) {
  const ConvGeometry g = conv_geometry(graph, node);
  return g.filters * g.window.out_height * g.window.out_width * g.group_inputs *
         g.window.kernel_height * g.window.kernel_width;
}

// What the filters of a group read at a position, in the order of their weights; 0 beside the
// image.
void read_patch(const ConvGeometry& g, const Tensor& x, double x_zero, int64_t group, int64_t oy,
                int64_t ox, Tensor& patch) {
  const Window& v = g.window;
  std::fill(patch.begin(), patch.end(), 0.0);
  for (int64_t ky = 0; ky < v.kernel_height; ky++) {
    const int64_t row = oy * v.stride_y + ky * v.dilation_y - v.pad_top;
    if (row < 0 || row >= v.height) continue;
    for (int64_t kx = 0; kx < v.kernel_width; kx++) {
      const int64_t column = ox * v.stride_x + kx * v.dilation_x - v.pad_left;
      if (column < 0 || column >= v.width) continue;
      for (int64_t i = 0; i < g.group_inputs; i++) {
        const int64_t to =
            Window::at(v.channels_last, g.group_inputs, v.kernel_height, v.kernel_width, i, ky, kx);
        const int64_t from = Window::at(v.channels_last, v.channels, v.height, v.width,
                                        group * g.group_inputs + i, row, column);
        patch[static_cast<size_t>(to)] = x[static_cast<size_t>(from)] - x_zero;
      }
    }
  }
}

// The sums of products of all filters, position by position.
Tensor sums_of_products(const ConvGeometry& g, const Tensor& x, double x_zero, const Tensor& w) {
  const Window& v = g.window;
  const auto filters = static_cast<size_t>(g.group_filters);
  const auto weights = static_cast<size_t>(g.group_inputs * g.taps());
  Tensor patch(weights), sums(static_cast<size_t>(v.out_height * v.out_width * g.filters));
  double* to = sums.data();
  for (int64_t oy = 0; oy < v.out_height; oy++) {
    for (int64_t ox = 0; ox < v.out_width; ox++) {
      for (int64_t group = 0; group < g.filters / g.group_filters; group++, to += filters) {
        read_patch(g, x, x_zero, group, oy, ox, patch);
        const double* own = w.data() + static_cast<size_t>(group) * filters * weights;
        row_products(own, filters, weights, patch.data(), to);
      }
    }
  }
  return sums;
}

DType sums_of(const Graph& graph, const Node& node, const ConvGeometry& g) {
  const Value* bias = node.has_input(kBias) ? &input(graph, node, kBias) : nullptr;
  return sums_dtype(input(graph, node, kX), input(graph, node, kWeights), bias, g.filters);
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  const ConvGeometry g = conv_geometry(graph, node);
  const Value& x = input(graph, node, kX);
  const Value& y = output(graph, node);
  const bool integer = is_quantized(x);
  const Clamp clamp = output_clamp(node, y);
  const auto multipliers = integer
                               ? channel_multipliers(x, input(graph, node, kWeights), y, g.filters)
                               : std::vector<FixedPoint>{};
  const DType sums = integer ? sums_of(graph, node, g) : DType::f32;
  const Tensor scales = weight_scales(x, input(graph, node, kWeights), g.filters);
  Tensor result(static_cast<size_t>(element_count(y.shape)));
  const int64_t positions = g.window.out_height * g.window.out_width;
  const Tensor taken =
      sums_of_products(g, *in[kX], integer ? x.quant.zero_point[0] : 0.0, *in[kWeights]);
  for (int64_t o = 0; o < g.filters; o++) {
    const auto filter = static_cast<size_t>(o);
    const double bias = bias_at(in, kBias, filter);
    for (int64_t p = 0; p < positions; p++) {
      double value = bias + scales[filter] * taken[static_cast<size_t>(p * g.filters + o)];
      if (integer) {
        const int64_t steps = rescale_sum(static_cast<int64_t>(value), multipliers[filter], sums);
        value = static_cast<double>(steps + y.quant.zero_point[0]);
      }
      const int64_t at = g.window.channels_last ? p * g.filters + o : o * positions + p;
      result[static_cast<size_t>(at)] = std::clamp(value, clamp.low, clamp.high);
    }
  }
  return {result};
}

// Depthwise kernels want tap by tap, all channels of a tap side by side.
KernelData depthwise_weights(const ConvGeometry& g, const Value& w) {
  const int64_t taps = g.window.kernel_height * g.window.kernel_width;
  KernelData data{"weights", w.dtype, {}};
  for (int64_t tap = 0; tap < taps; tap++) {
    for (int64_t o = 0; o < g.filters; o++) {
      data.elements.push_back(w.constant[static_cast<size_t>(o * taps + tap)]);
    }
  }
  return data;
}

KernelCall call(const Graph& graph, const Node& node) {
  const ConvGeometry g = conv_geometry(graph, node);
  const Window& v = g.window;
  const Value& x = input(graph, node, kX);
  const Value& w = input(graph, node, kWeights);
  const Value& y = output(graph, node);
  if (!v.channels_last) {
    throw Error(ErrorCode::unsupported_type, "", "kernels need channels last (pass channels_last)");
  }
  check_constant(graph, node, kWeights);
  const DType sums = is_quantized(x) ? sums_of(graph, node, g) : DType::f32;
  const bool depthwise = g.is_depthwise();
  KernelCall c{(depthwise ? "depthwise_conv" : "conv") + product_suffix(x, w, sums), {}};
  c.arguments = {node.inputs[kX], v.height, v.width, v.channels};
  if (depthwise) {
    c.arguments.push_back(depthwise_weights(g, w));
  } else {
    c.arguments.push_back(KernelData{"weights", w.dtype, w.constant});
  }
  KernelData bias = bias_data(graph, node, kBias, g.filters);
  bias.dtype = sums;
  c.arguments.push_back(bias);
  for (int64_t n : {v.kernel_height, v.kernel_width, v.stride_y, v.stride_x, v.dilation_y,
                    v.dilation_x, v.pad_top, v.pad_left, v.out_height, v.out_width}) {
    c.arguments.push_back(n);
  }
  if (!depthwise) {
    c.arguments.push_back(g.filters);
    c.arguments.push_back(g.filters / g.group_filters);
  }
  const auto multipliers =
      is_quantized(x) ? channel_multipliers(x, w, y, g.filters) : std::vector<FixedPoint>{};
  append_scaling(x, w, y, multipliers, output_clamp(node, y), c);
  c.arguments.push_back(node.outputs[0]);
  return c;
}

Sharing sharing(const Graph& graph, const Node& node) {
  return node.integer("channels_last", 0) != 0 &&
                 input(graph, node, kX).dtype == output(graph, node).dtype
             ? Sharing::overwrite
             : Sharing::none;
}

int64_t lead(const Graph& graph, const Node& node) {
  return conv_lead(conv_geometry(graph, node), false) * dtype_bytes(output(graph, node).dtype);
}

void normalize(Graph& graph, Node& node) {
  check_input_count(node, 2, 3);
  normalize_window(graph, node, conv_kernel_shape(node, input(graph, node, kWeights)));
  node.attrs["group"] = node.integer("group", 1);
}

bool quantizable(const Graph& graph, const Node& node) {
  return input(graph, node, kWeights).is_constant &&
         (!node.has_input(kBias) || input(graph, node, kBias).is_constant);
}

struct Case {
  Shape x, w;  // channels last: x 1 H W C, w O K... I
  int64_t stride, dilation, group;
  std::vector<int64_t> pads;
  std::string activation;
};

Graph float_sample(const Case& c) {
  const std::vector<int64_t> strides(c.x.size() - 2, c.stride),
      dilations(c.x.size() - 2, c.dilation);
  Sample sample("conv");
  sample.input(DType::f32, c.x).constant(DType::f32, c.w, -1, 1);
  if (c.stride == 1) sample.constant(DType::f32, {c.w[0]}, -2, 2);
  sample.attr("channels_last", int64_t{1}).attr("strides", strides).attr("dilations", dilations);
  return sample.attr("pads", c.pads)
      .attr("group", c.group)
      .attr("activation", c.activation)
      .output();
}

// Real numbers, int8 weights.
Graph packed_sample(const Case& c) {
  Graph graph = float_sample(c);
  Value& w = graph[graph.nodes[0].inputs[kWeights]];
  w.dtype = DType::s8;
  w.quant = channel_quant(c.w[0], 0.01f);
  for (double& element : w.constant) element = std::round(127 * element);
  return graph;
}

Graph integer_sample(const Case& c, int32_t x_zero) {
  const std::vector<int64_t> strides(c.x.size() - 2, c.stride),
      dilations(c.x.size() - 2, c.dilation);
  int64_t taps = 1;
  for (size_t i = 1; i < c.w.size(); i++) taps *= c.w[i];
  Sample sample("conv");
  sample.input(DType::s8, c.x, quant_of(0.05f, x_zero));
  sample.constant(DType::s8, c.w, -127, 127, channel_quant(c.w[0], 0.01f));
  if (c.stride == 1)
    sample.constant(DType::s32, {c.w[0]}, -9000, 9000, channel_quant(c.w[0], 0.0005f));
  sample.attr("channels_last", int64_t{1}).attr("strides", strides).attr("dilations", dilations);
  sample.attr("pads", c.pads).attr("group", c.group).attr("activation", c.activation);
  return sample.output(quant_of(0.09f * std::sqrt(static_cast<float>(taps)), -7));
}

// int16 meets int8 weights, and a bias of either size or none.
Graph wide_sample(const Case& c, DType bias, double low) {
  Graph graph = integer_sample(c, 0);
  const float scale = 0.0002f;
  graph.values[0].dtype = DType::s16;
  graph.values[0].quant.scale = {scale};
  graph.meta["range_0"] = fmt::format("{} {}", low, low + 255);
  Value& y = graph[graph.outputs[0]];
  y.quant = quant_of(y.quant.scale[0] * scale * 8, 0);
  if (graph.nodes[0].has_input(kBias)) {
    Value& b = graph[graph.nodes[0].inputs[kBias]];
    b.dtype = bias;
    b.quant = channel_quant(c.w[0], 0.01f * scale);
    for (double& element : b.constant) element *= 100;
  }
  op_of(graph.nodes[0]).infer(graph, graph.nodes[0]);
  return graph;
}

std::vector<Graph> samples() {
  const std::vector<Case> cases = {
      {{1, 17, 1}, {1, 3, 1}, 1, 1, 1, {1, 1}, "none"},
      {{1, 16, 9}, {5, 7, 9}, 2, 1, 1, {3, 3}, "relu"},
      {{1, 9, 8}, {8, 1, 8}, 1, 1, 1, {0, 0}, "none"},
      {{1, 5, 15}, {15, 5, 1}, 1, 1, 15, {2, 2}, "relu"},
      {{1, 33, 7}, {7, 7, 1}, 2, 2, 7, {6, 5}, "none"},
      {{1, 7, 5, 3}, {4, 3, 3, 3}, 1, 1, 1, {1, 1, 1, 1}, "relu6"},
      {{1, 8, 9, 2}, {3, 2, 3, 2}, 2, 1, 1, {0, 1, 1, 0}, "none"},
      {{1, 6, 6, 17}, {17, 3, 3, 1}, 1, 1, 17, {1, 1, 1, 1}, "none"},
      {{1, 6, 5, 6}, {9, 3, 1, 2}, 1, 2, 3, {2, 0, 2, 0}, "relu"},
      {{1, 4, 4, 1}, {16, 4, 4, 1}, 1, 1, 1, {0, 0, 0, 0}, "none"},
      {{1, 3, 3, 33}, {31, 1, 1, 33}, 1, 1, 1, {0, 0, 0, 0}, "none"},
      {{1, 2, 2, 1}, {2, 3, 3, 1}, 1, 1, 1, {2, 2, 2, 2}, "none"},
      {{1, 8, 7, 5}, {6, 3, 3, 5}, 1, 2, 1, {2, 1, 2, 1}, "relu"},
      {{1, 6, 5, 3}, {6, 3, 3, 1}, 2, 1, 3, {1, 1, 1, 1}, "none"},
  };
  std::vector<Graph> graphs;
  for (const Case& c : cases) {
    graphs.push_back(float_sample(c));
    graphs.push_back(packed_sample(c));
    for (int32_t x_zero : {-128, 3, 127}) graphs.push_back(integer_sample(c, x_zero));
    graphs.push_back(wide_sample(c, DType::s64, graphs.size() % 2 == 0 ? -32768 : 32512));
    graphs.push_back(wide_sample(c, DType::s32, -128));
  }
  const std::vector<Graph> compact = compact_conv_samples();
  graphs.insert(graphs.end(), compact.begin(), compact.end());
  return graphs;
}

}  // namespace

extern const OpDef op_conv = {
    .name = "conv",
    .onnx_name = "Conv",
    .tflite_names = "CONV_2D DEPTHWISE_CONV_2D",
    .from_tflite = conv_from_tflite,
    .infer = infer,
    .reference = reference,
    .call = call,
    .sharing = sharing,
    .lead = lead,
    .macs = macs,
    .normalize = normalize,
    .tolerance = 2e-6,
    .quantizable = quantizable,
    .takes_activation = true,
    .is_spatial = true,
    .window = [](const Graph& graph,
                 const Node& node) { return std::optional(conv_geometry(graph, node).window); },
    .constant_operands = 0b110,
    .takes_stored_weights = true,
    .weights_operand = kWeights,
    .bias_operand = kBias,
    .samples = samples,
};

}  // namespace mote
