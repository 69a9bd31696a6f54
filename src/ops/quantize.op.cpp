// SPDX-License-Identifier: Apache-2.0
// Real numbers -> int8, or int16 where y is stated so: y = saturate(round_half_even((x - offset[c])
// * gain[c]) + zero point).
//
// offset and gain (one for each index of the last axis) carry the normalization of a sensor's
// channels, so that the device does it in the same two float operations. Without them:
// y = saturate(round_half_even(x / scale) + zero point). All steps round to float.
#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "ops/operands.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kOffset, kGain };

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 1, 3);
  check_dtype(graph, node, kX, {DType::f32});
  const Value& x = input(graph, node, kX);
  const Value& y = output(graph, node);
  if (y.quant.scale.size() != 1) {
    throw Error(ErrorCode::bad_model, "", "'" + y.name + "' needs one scale and zero point");
  }
  if (node.inputs.size() > 1) {
    for (size_t i : {kOffset, kGain}) {
      check_constant(graph, node, i);
      if (!x.shape.empty() && input(graph, node, i).shape == Shape{x.shape.back()}) continue;
      throw Error(ErrorCode::bad_model, "", "offset and gain must have one entry a channel");
    }
  }
  const bool is_wide = y.dtype == DType::s16 && node.inputs.size() == 1;
  set_output(graph, node, is_wide ? DType::s16 : DType::s8, x.shape);
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  const Quant& quant = output(graph, node).quant;
  const Clamp range = dtype_range(output(graph, node).dtype);
  const bool affine = node.inputs.size() > 1;
  Tensor y;
  for (size_t i = 0; i < in[kX]->size(); i++) {
    auto step = static_cast<float>((*in[kX])[i]);
    if (affine) {
      const size_t c = i % in[kGain]->size();
      step = (step - static_cast<float>((*in[kOffset])[c])) * static_cast<float>((*in[kGain])[c]);
    } else {
      step /= quant.scale[0];
    }
    const double rounded = std::nearbyint(double{step}) + quant.zero_point[0];
    y.push_back(std::clamp(rounded, range.low, range.high));
  }
  return {y};
}

KernelCall call(const Graph& graph, const Node& node) {
  const Value& x = input(graph, node, kX);
  const Quant& quant = output(graph, node).quant;
  const int64_t zero = quant.zero_point[0];
  const int64_t count = element_count(x.shape);
  if (node.inputs.size() == 1) {
    return {"quantize_f32_" + std::string(dtype_name(output(graph, node).dtype)),
            {node.inputs[kX], count, quant.scale[0], zero, node.outputs[0]}};
  }
  const auto data = [&](size_t i, const char* name) {
    return KernelData{name, DType::f32, input(graph, node, i).constant};
  };
  return {"normalize_f32_s8",
          {node.inputs[kX], count / x.shape.back(), x.shape.back(), data(kOffset, "offset"),
           data(kGain, "gain"), zero, node.outputs[0]}};
}

// TFLite's QUANTIZE takes integers too, and gives unsigned ones: those of int8 moved by 128.
void from_tflite(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  check_input_count(node, 1, 1);
  const Value y = output(graph, node);
  const std::map<std::string, Attr> to{{"to", std::string(dtype_name(y.dtype))}};
  if (input(graph, node, kX).dtype != DType::f32) {
    return nodes.push_back({node.name, "requantize", node.inputs, node.outputs, to});
  }
  if (y.dtype != DType::u8 || y.quant.scale.size() != 1) {
    return nodes.push_back({node.name, "quantize", node.inputs, node.outputs});
  }
  Quant moved = y.quant;
  moved.zero_point[0] -= 128;
  const ValueId middle =
      graph.add({graph.fresh_name(y.name + "_signed"), DType::s8, {}, std::move(moved)});
  nodes.push_back({node.name, "quantize", node.inputs, {middle}});
  nodes.push_back({node.name + "/unsigned", "requantize", {middle}, node.outputs, to});
}

// Halves and what is one bit of a float beside them, numbers far beyond int8 and next to zero, odd
// scales and gains.
void add_hard_samples(std::vector<Graph>& graphs) {
  const float less = std::nextafter(2.0f, 1.0f), more = std::nextafter(2.0f, 3.0f);
  const auto add = [&](double high, float scale, int32_t zero) {
    graphs.push_back(Sample("quantize")
                         .input(DType::f32, {1, 257})
                         .range(-high, high)
                         .output(quant_of(scale, zero)));
  };
  for (float scale : {2.0f, less, more, less / 3}) {
    for (int32_t zero : {0, -128, 127, 6}) add(128, scale, zero);
  }
  add(1e15, 3, 1);
  add(1e-15, 3, 1);
  add(1e-15, 2e-17f, -3);
  add(1e-15, 1e-38f, 1);
  const auto normalize = [&](const Tensor& offset, const Tensor& gain) {
    const auto channels = static_cast<int64_t>(gain.size());
    graphs.push_back(Sample("quantize")
                         .input(DType::f32, {1, 257 / channels, channels})
                         .range(-128, 128)
                         .constant(DType::f32, {channels}, offset)
                         .constant(DType::f32, {channels}, gain)
                         .output(quant_of(1, -20)));
  };
  const Tensor offset{0, 1, -40.25};
  normalize(offset, {0.5, 1 / less, 1 / more});
  normalize(offset, {1.5, 0.3, 1e-36});
  normalize(offset, {0.5, -0.5, 1});
  normalize(offset, {1, 1e6, 1});
  // 97, 19 and 103 become a half and half a bit of the float 0.5, 1.5 or 2.5.
  normalize({0}, {172961 * 0x1p-25});
  normalize({0}, {1324517 * 0x1p-24});
  normalize({0}, {203607 * 0x1p-23});
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs;
  for (int64_t n : awkward_lengths) {
    graphs.push_back(Sample("quantize").input(DType::f32, {1, n}).output(quant_of(0.037f, 5)));
    graphs.push_back(Sample("quantize")
                         .input(DType::f32, {1, 3, n})
                         .constant(DType::f32, {n}, -2, 2)
                         .constant(DType::f32, {n}, 0.1, 40)
                         .output(quant_of(0.5f, -17)));
  }
  add_hard_samples(graphs);
  for (float scale : {0.0007f, 0.00001f}) {
    Graph graph = Sample("quantize").input(DType::f32, {257}).output(quant_of(scale, 0));
    graph[graph.outputs[0]].dtype = DType::s16;
    graphs.push_back(std::move(graph));
  }
  return graphs;
}

}  // namespace

extern const OpDef op_quantize = {
    .name = "quantize",
    .onnx_name = "QuantizeLinear",
    .tflite_names = "QUANTIZE",
    .from_tflite = from_tflite,
    .infer = infer,
    .reference = reference,
    .call = call,
    .sharing = [](const Graph&, const Node&) { return Sharing::overwrite; },
    .tolerance = 0,
    .by_channels = true,
    .constant_operands = 0b110,
    .samples = samples,
};

}  // namespace mote
