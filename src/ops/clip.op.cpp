// SPDX-License-Identifier: Apache-2.0
// y = min(max(x, low), high); bounds that are absent do not bind. On integers that stand for real
// numbers the quantization of x stays and the bounds, real constants, are rounded to its steps.
#include <algorithm>
#include <cmath>
#include <limits>

#include "ops/operands.h"
#include "ops/tflite_layout.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kLow, kHigh };

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 1, 3);
  const Value& x = input(graph, node, kX);
  for (size_t i : {kLow, kHigh}) {
    if (!node.has_input(i)) continue;
    check_constant(graph, node, i);
    check_dtype(graph, node, i, {is_quantized(x) ? DType::f32 : x.dtype});
    if (element_count(input(graph, node, i).shape) != 1) fail_operand(graph, node, i, "one number");
  }
  set_output(graph, node, x.dtype, x.shape);
}

// In stored numbers.
Clamp bounds(const Graph& graph, const Node& node) {
  const Value& x = input(graph, node, kX);
  Clamp clamp = dtype_range(x.dtype);
  const auto bound = [&](size_t i, double otherwise) {
    if (!node.has_input(i)) return otherwise;
    const double real = input(graph, node, i).constant[0];
    if (!is_quantized(x)) return real;
    const double steps = std::round(real / double{x.quant.scale[0]}) + x.quant.zero_point[0];
    return std::clamp(steps, clamp.low, clamp.high);
  };
  return {bound(kLow, clamp.low), bound(kHigh, clamp.high)};
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  const Clamp clamp = bounds(graph, node);
  Tensor y = *in[kX];
  for (double& element : y) element = std::min(std::max(element, clamp.low), clamp.high);
  return {y};
}

KernelCall call(const Graph& graph, const Node& node) {
  const Value& x = input(graph, node, kX);
  const Clamp clamp = bounds(graph, node);
  KernelCall c{"clip_" + std::string(dtype_name(x.dtype)),
               {node.inputs[kX], element_count(x.shape)}};
  for (double bound : {clamp.low, clamp.high}) c.arguments.push_back(scalar(x.dtype, bound));
  c.arguments.push_back(node.outputs[0]);
  return c;
}

std::string as_activation(const Graph& graph, const Node& node) {
  const auto is = [&](size_t i, double wanted) {
    return node.has_input(i) && graph[node.inputs[i]].constant == Tensor{wanted};
  };
  if (is(kLow, 0) && is(kHigh, 6)) return "relu6";
  if (is(kLow, -1) && is(kHigh, 1)) return "relu_n1_to_1";
  return is(kLow, 0) && !node.has_input(kHigh) ? "relu" : "";
}

void from_tflite(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  check_input_count(node, 1, 1);
  const std::string which = node.text("tflite", "");
  Node clip{node.name, "clip", {in_scale_of_y(graph, node, 0, nodes)}, node.outputs};
  for (double bound : {which == "RELU_N1_TO_1" ? -1.0 : 0.0, which == "RELU6" ? 6.0 : 1.0}) {
    clip.inputs.push_back(
        graph.add_constant(graph.fresh_name(node.name + "/bound"), DType::f32, {}, Tensor{bound}));
  }
  nodes.push_back(clip);
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs;
  for (int64_t n : awkward_lengths) {
    graphs.push_back(Sample("clip")
                         .input(DType::f32, {n})
                         .constant(DType::f32, {}, Tensor{-1.5})
                         .constant(DType::f32, {}, Tensor{2})
                         .output());
    const Quant quant = quant_of(0.1f, static_cast<int32_t>(n % 256) - 128);
    graphs.push_back(Sample("clip")
                         .input(DType::s8, {n}, quant)
                         .constant(DType::f32, {}, Tensor{-3})
                         .constant(DType::f32, {}, Tensor{6})
                         .output(quant));
  }
  for (DType dtype : {DType::s8, DType::u8, DType::s16, DType::s32, DType::s64}) {
    graphs.push_back(Sample("clip").input(dtype, {33}).constant(dtype, {}, Tensor{5}).output());
  }
  graphs.push_back(Sample("clip")
                       .input(DType::s16, {257}, quant_of(0.01f, 0))
                       .constant(DType::f32, {}, Tensor{-0.5})
                       .constant(DType::f32, {}, Tensor{1})
                       .output(quant_of(0.01f, 0)));
  graphs.push_back(
      Sample("clip").input(DType::f32, {9}).absent().constant(DType::f32, {}, Tensor{0}).output());
  return graphs;
}

}  // namespace

extern const OpDef op_clip = {
    .name = "clip",
    .onnx_name = "Clip",
    .tflite_names = "RELU6 RELU_N1_TO_1 RELU_0_TO_1",
    .from_tflite = from_tflite,
    .infer = infer,
    .reference = reference,
    .call = call,
    .sharing = [](const Graph&, const Node&) { return Sharing::overwrite; },
    .tolerance = 0,
    .quantizable = [](const Graph&, const Node&) { return true; },
    .keeps_quant = true,
    .as_activation = as_activation,
    .elementwise = true,
    .constant_operands = 0b110,
    .samples = samples,
};

}  // namespace mote
