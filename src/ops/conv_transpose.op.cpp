// SPDX-License-Identifier: Apache-2.0
// y[o, q] = b[o] + sum of w[i, o, k] * x[i, p] over all p * stride + k * dilation - pad = q: the
// gradient of a convolution, which enlarges its input. Integers are summed up and rescaled as those
// of conv are.
//
// One or two spatial axes, groups. Layouts as in ONNX: x 1 C L or 1 C H W, w I O/groups K...; with
// attribute channels_last = 1: x 1 L C or 1 H W C, w I K... O/groups.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "ops/conv_tflite.h"
#include "ops/fixed_point.h"
#include "ops/operands.h"
#include "ops/window.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kWeights, kBias };

struct Axis {
  int64_t length, kernel, stride, dilation, pad, out;
};

struct Geometry {
  bool last;
  int64_t channels, filters, groups;
  Axis y, x;
};

Axis axis_of(const Node& node, int64_t length, int64_t kernel, size_t i, size_t spatial) {
  const auto at = [&](const char* key, size_t index, int64_t otherwise, size_t count) {
    const auto list = node.integers(key, std::vector<int64_t>(count, otherwise));
    if (list.size() != count || list[index] < 0 || list[index] > 4096) {
      throw Error(ErrorCode::bad_model, "", fmt::format("attribute {} does not fit", key));
    }
    return list[index];
  };
  Axis axis{length,
            kernel,
            at("strides", i, 1, spatial),
            at("dilations", i, 1, spatial),
            at("pads", i, 0, 2 * spatial),
            0};
  if (axis.stride < 1 || axis.dilation < 1) {
    throw Error(ErrorCode::bad_model, "", "strides and dilations must be positive");
  }
  axis.out = (length - 1) * axis.stride + at("output_padding", i, 0, spatial) +
             (kernel - 1) * axis.dilation + 1 - axis.pad - at("pads", spatial + i, 0, 2 * spatial);
  if (axis.out < 1) throw Error(ErrorCode::bad_model, "", "the padding leaves no output");
  return axis;
}

Geometry geometry(const Graph& graph, const Node& node) {
  const Value& x = input(graph, node, kX);
  const Value& w = input(graph, node, kWeights);
  const size_t rank = x.shape.size();
  if ((rank != 3 && rank != 4) || w.shape.size() != rank || x.shape[0] != 1) {
    throw Error(
        ErrorCode::unsupported_type, "",
        fmt::format("'{}' is {} and '{}' {}, expected a batch of 1, channels, and one or two "
                    "spatial axes",
                    x.name, to_string(x.shape), w.name, to_string(w.shape)));
  }
  const size_t spatial = rank - 2;
  Geometry g{node.integer("channels_last", 0) != 0, 0, 0, node.integer("group", 1), {}, {}};
  const size_t first = g.last ? 1 : 2;
  g.channels = x.shape[g.last ? rank - 1 : 1];
  g.filters = w.shape[g.last ? rank - 1 : 1];
  if (g.groups < 1 || g.channels % g.groups != 0 || w.shape[0] != g.channels ||
      g.filters > (int64_t{1} << 20) || g.groups > g.channels) {
    throw Error(ErrorCode::bad_model, "",
                fmt::format("weights '{}' {} in {} groups do not fit '{}' {}", w.name,
                            to_string(w.shape), g.groups, x.name, to_string(x.shape)));
  }
  g.filters *= g.groups;
  g.x = axis_of(node, x.shape[first + spatial - 1], w.shape[first + spatial - 1], spatial - 1,
                spatial);
  g.y = spatial == 2 ? axis_of(node, x.shape[first], w.shape[first], 0, 2) : Axis{1, 1, 1, 1, 0, 1};
  return g;
}

// One scale for x and y each, and for w one or one for each filter.
void check_quants(const Graph& graph, const Node& node, const Geometry& g) {
  const Value& w = input(graph, node, kWeights);
  const Value &x = input(graph, node, kX), &y = output(graph, node);
  const int axis = g.last ? static_cast<int>(w.shape.size()) - 1 : 1;
  const size_t count = w.quant.scale.size();
  const bool fits = count == 1 || (w.quant.axis == axis && g.groups == 1 &&
                                   count == static_cast<size_t>(g.filters));
  if (x.quant.scale.size() != 1 || y.quant.scale.size() != 1 || !fits) {
    throw Error(
        ErrorCode::unsupported_type, "",
        fmt::format("'{}' has {} scales, expected one or one for each filter", w.name, count));
  }
  for (int32_t zero : w.quant.zero_point) {
    if (zero != 0) fail_operand(graph, node, kWeights, "zero point 0");
  }
}

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 2, 3);
  check_dtype(graph, node, kX, {DType::f32, DType::s8});
  const DType dtype = input(graph, node, kX).dtype;
  check_dtype(graph, node, kWeights, {dtype});
  const Geometry g = geometry(graph, node);
  if (dtype == DType::s8) check_quants(graph, node, g);
  if (node.has_input(kBias) && input(graph, node, kBias).shape != Shape{g.filters}) {
    fail_operand(graph, node, kBias, fmt::format("{} elements", g.filters));
  }
  Shape shape{1};
  if (!g.last) shape.push_back(g.filters);
  if (input(graph, node, kX).shape.size() == 4) shape.push_back(g.y.out);
  shape.push_back(g.x.out);
  if (g.last) shape.push_back(g.filters);
  set_output(graph, node, dtype, shape);
}

int64_t macs(const Graph& graph, const Node& node) {
  const Geometry g = geometry(graph, node);
  return g.channels * g.y.length * g.x.length * g.y.kernel * g.x.kernel * g.filters / g.groups;
}

size_t at(bool last, int64_t channels, int64_t rows, int64_t columns, int64_t c, int64_t row,
          int64_t column) {
  return static_cast<size_t>(Window::at(last, channels, rows, columns, c, row, column));
}

// Adds what input channel `c` at (iy, ix) spreads over the filters of its group.
void spread(const Geometry& g, const Tensor& w, double x, int64_t c, int64_t iy, int64_t ix,
            Tensor& y) {
  const int64_t group_filters = g.filters / g.groups;
  const int64_t first = c / (g.channels / g.groups) * group_filters;
  for (int64_t ky = 0; ky < g.y.kernel; ky++) {
    const int64_t oy = iy * g.y.stride + ky * g.y.dilation - g.y.pad;
    if (oy < 0 || oy >= g.y.out) continue;
    for (int64_t kx = 0; kx < g.x.kernel; kx++) {
      const int64_t ox = ix * g.x.stride + kx * g.x.dilation - g.x.pad;
      if (ox < 0 || ox >= g.x.out) continue;
      for (int64_t o = 0; o < group_filters; o++) {
        const size_t from = at(g.last, group_filters, g.y.kernel, g.x.kernel, o, ky, kx);
        const auto taps = static_cast<size_t>(group_filters * g.y.kernel * g.x.kernel);
        const size_t to = at(g.last, g.filters, g.y.out, g.x.out, first + o, oy, ox);
        y[to] += x * w[static_cast<size_t>(c) * taps + from];
      }
    }
  }
}

void rescale_all(const Graph& graph, const Node& node, const Geometry& g, Tensor& y) {
  const Value& out = output(graph, node);
  const auto by =
      channel_multipliers(input(graph, node, kX), input(graph, node, kWeights), out, g.filters);
  const auto filters = static_cast<size_t>(g.filters);
  const auto places = static_cast<size_t>(g.y.out * g.x.out);
  for (size_t i = 0; i < y.size(); i++) {
    const size_t o = g.last ? i % filters : i / places;
    const double steps = rescale(static_cast<int64_t>(y[i]), by[o]);
    y[i] = std::clamp(steps + out.quant.zero_point[0], -128.0, 127.0);
  }
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  const Geometry g = geometry(graph, node);
  const bool integer = is_quantized(input(graph, node, kX));
  const double zero = integer ? input(graph, node, kX).quant.zero_point[0] : 0;
  Tensor y(static_cast<size_t>(element_count(output(graph, node).shape)));
  for (int64_t o = 0; o < g.filters; o++) {
    for (int64_t q = 0; q < g.y.out * g.x.out; q++) {
      const int64_t to = g.last ? q * g.filters + o : o * g.y.out * g.x.out + q;
      y[static_cast<size_t>(to)] = bias_at(in, kBias, static_cast<size_t>(o));
    }
  }
  for (int64_t c = 0; c < g.channels; c++) {
    for (int64_t iy = 0; iy < g.y.length; iy++) {
      for (int64_t ix = 0; ix < g.x.length; ix++) {
        const size_t from = at(g.last, g.channels, g.y.length, g.x.length, c, iy, ix);
        spread(g, *in[kWeights], (*in[kX])[from] - zero, c, iy, ix, y);
      }
    }
  }
  if (integer) rescale_all(graph, node, g, y);
  return {y};
}

// Tap by tap, filter by filter, what a filter takes of each channel of its group.
Tensor weights_by_tap(const Geometry& g, const Tensor& w) {
  const int64_t taps = g.y.kernel * g.x.kernel, group_filters = g.filters / g.groups;
  const int64_t group_channels = g.channels / g.groups;
  Tensor result;
  for (int64_t tap = 0; tap < taps; tap++) {
    for (int64_t o = 0; o < g.filters; o++) {
      for (int64_t c = 0; c < group_channels; c++) {
        const int64_t channel = o / group_filters * group_channels + c;
        const int64_t from = (channel * taps + tap) * group_filters + o % group_filters;
        result.push_back(w[static_cast<size_t>(from)]);
      }
    }
  }
  return result;
}

// No sum may leave 32 bits.
void check_sums(const Geometry& g, const Tensor& by_tap, const Tensor& bias) {
  const auto filters = static_cast<size_t>(g.filters);
  const auto channels = static_cast<size_t>(g.channels / g.groups);
  Tensor bound(filters, 0.0);
  for (size_t i = 0; i < by_tap.size(); i++) {
    bound[i / channels % filters] += 255 * std::abs(by_tap[i]);
  }
  for (size_t o = 0; o < filters; o++) {
    if (bound[o] + std::abs(bias[o]) < 0x1p31) continue;
    throw Error(ErrorCode::bad_model, "",
                fmt::format("the sums of output channel {} may leave 32 bits", o));
  }
}

void append_integers(const Graph& graph, const Node& node, const Geometry& g, KernelCall& c) {
  const Value &x = input(graph, node, kX), &y = output(graph, node);
  const auto by = channel_multipliers(x, input(graph, node, kWeights), y, g.filters);
  c.arguments.push_back(multiplier_data(by));
  c.arguments.push_back(shift_data(by));
  c.arguments.push_back(int64_t{x.quant.zero_point[0]});
  c.arguments.push_back(int64_t{y.quant.zero_point[0]});
  c.arguments.push_back(KernelScratch{4 * g.filters});
}

KernelCall call(const Graph& graph, const Node& node) {
  const Geometry g = geometry(graph, node);
  const Value& w = input(graph, node, kWeights);
  if (!g.last) {
    throw Error(ErrorCode::unsupported_type, "", "kernels need channels last (pass channels_last)");
  }
  check_constant(graph, node, kWeights);
  const bool integer = is_quantized(input(graph, node, kX));
  const KernelData bias = bias_data(graph, node, kBias, g.filters);
  KernelData weights{"weights", w.dtype, w.constant};
  if (integer) {
    weights.elements = weights_by_tap(g, w.constant);
    check_sums(g, weights.elements, bias.elements);
  }
  KernelCall c{integer ? "conv_transpose_s8" : "conv_transpose_f32",
               {node.inputs[kX], g.y.length, g.x.length, g.channels, weights, bias}};
  for (const Axis& axis : {g.y, g.x}) {
    for (int64_t n : {axis.kernel, axis.stride, axis.dilation, axis.pad, axis.out}) {
      c.arguments.push_back(n);
    }
  }
  c.arguments.push_back(g.filters);
  c.arguments.push_back(g.groups);
  if (integer) append_integers(graph, node, g, c);
  c.arguments.push_back(node.outputs[0]);
  return c;
}

// auto_pad and output_shape say where the padding goes: into pads.
void normalize(Graph& graph, Node& node) {
  check_input_count(node, 2, 3);
  const Value& x = input(graph, node, kX);
  const Value& w = input(graph, node, kWeights);
  const std::string mode = node.text("auto_pad", "NOTSET");
  const auto wanted = node.integers("output_shape", {});
  for (const char* key : {"auto_pad", "output_shape", "kernel_shape"}) node.attrs.erase(key);
  const bool is_same = mode == "SAME_UPPER" || mode == "SAME_LOWER";
  if ((wanted.empty() && !is_same) || x.shape.size() < 3 || w.shape.size() != x.shape.size())
    return;
  const size_t spatial = x.shape.size() - 2;
  std::vector<int64_t> pads(2 * spatial), extra = node.integers("output_padding", {});
  extra.resize(spatial, 0);
  node.attrs["pads"] = std::vector<int64_t>(2 * spatial, 0);
  for (size_t i = 0; i < spatial; i++) {
    const Axis axis = axis_of(node, x.shape[i + 2], w.shape[i + 2], i, spatial);
    const int64_t out = wanted.size() < spatial ? x.shape[i + 2] * axis.stride
                                                : wanted[wanted.size() - spatial + i];
    const int64_t total = axis.out - out;
    if (total < 0) extra[i] -= total;
    const int64_t half = std::max<int64_t>(0, total) / 2;
    pads[i] = mode == "SAME_UPPER" ? half : std::max<int64_t>(0, total) - half;
    pads[spatial + i] = std::max<int64_t>(0, total) - pads[i];
  }
  node.attrs["pads"] = pads;
  node.attrs["output_padding"] = extra;
}

Graph sample(Shape x, Shape w, int64_t groups, std::vector<int64_t> strides,
             std::vector<int64_t> dilations, std::vector<int64_t> pads) {
  const int64_t filters = w.back() * groups;
  return Sample("conv_transpose")
      .input(DType::f32, std::move(x))
      .constant(DType::f32, std::move(w), -1, 1)
      .constant(DType::f32, {filters}, -1, 1)
      .attr("group", groups)
      .attr("strides", std::move(strides))
      .attr("dilations", std::move(dilations))
      .attr("pads", std::move(pads))
      .attr("channels_last", int64_t{1})
      .output();
}

// The same on int8, with a scale for each filter where there is one group.
Graph made_integer(Graph graph, int32_t x_zero) {
  const Node node = graph.nodes[0];
  Value &x = graph[node.inputs[kX]], &w = graph[node.inputs[kWeights]];
  Value& bias = graph[node.inputs[kBias]];
  x.dtype = w.dtype = DType::s8;
  x.quant = quant_of(0.05f, x_zero);
  bias.dtype = DType::s32;
  const bool has_groups = node.integer("group", 1) != 1;
  w.quant = has_groups ? quant_of(0.01f, 0) : channel_quant(w.shape.back(), 0.01f);
  if (!has_groups) w.quant.axis = static_cast<int>(w.shape.size()) - 1;
  bias.quant = w.quant;
  bias.quant.axis = 0;
  for (float& scale : bias.quant.scale) scale *= 0.05f;
  for (double& element : w.constant) element = std::round(element * 127);
  for (double& element : bias.constant) element = std::round(element * 9000);
  graph[node.outputs[0]].quant = quant_of(0.3f, -9);
  op_of(node).infer(graph, node);
  return graph;
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs = {sample({1, 7, 3}, {3, 3, 5}, 1, {2}, {1}, {1, 0}),
                               sample({1, 4, 5, 2}, {2, 3, 2, 3}, 1, {1, 2}, {2, 1}, {1, 0, 2, 1}),
                               sample({1, 3, 3, 4}, {4, 3, 3, 2}, 2, {3, 2}, {1, 1}, {0, 1, 0, 1}),
                               sample({1, 1, 1, 1}, {1, 1, 1, 1}, 1, {1, 1}, {1, 1}, {0, 0, 0, 0})};
  for (size_t i = 0; i < 4; i++) {
    for (int32_t zero : {-128, 5}) graphs.push_back(made_integer(graphs[i], zero));
  }
  return graphs;
}

// Integers stay integers; the quantizer of real networks leaves it real.
bool quantizable(const Graph& graph, const Node& node) {
  return input(graph, node, kX).dtype != DType::f32;
}

}  // namespace

extern const OpDef op_conv_transpose = {
    .name = "conv_transpose",
    .onnx_name = "ConvTranspose",
    .tflite_names = "TRANSPOSE_CONV",
    .from_tflite = conv_transpose_from_tflite,
    .infer = infer,
    .reference = reference,
    .call = call,
    .macs = macs,
    .normalize = normalize,
    .tolerance = 2e-6,
    .quantizable = quantizable,
    .is_spatial = true,
    .constant_operands = 0b110,
    .weights_operand = kWeights,
    .samples = samples,
};

}  // namespace mote
