// SPDX-License-Identifier: Apache-2.0
// y = max(x, 0); on integers with the quantization of x: max(x, zero point).
#include <algorithm>

#include "ops/operands.h"
#include "ops/tflite_layout.h"

namespace mote {
namespace {

constexpr DType kIntegers[] = {DType::s8,  DType::u8,  DType::s16, DType::u16,
                               DType::s32, DType::u32, DType::s64, DType::u64};

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 1, 1);
  std::vector<DType> allowed{DType::f32};
  allowed.insert(allowed.end(), std::begin(kIntegers), std::end(kIntegers));
  check_dtype(graph, node, 0, allowed);
  set_output(graph, node, input(graph, node, 0).dtype, input(graph, node, 0).shape);
}

double zero_of(const Value& x) {
  return is_quantized(x) ? x.quant.zero_point[0] : 0;
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  Tensor y = *in[0];
  for (double& element : y) element = std::max(element, zero_of(input(graph, node, 0)));
  return {y};
}

KernelCall call(const Graph& graph, const Node& node) {
  const Value& x = input(graph, node, 0);
  if (x.dtype == DType::f32)
    return {"relu_f32", {node.inputs[0], element_count(x.shape), node.outputs[0]}};
  return {
      "relu_" + std::string(dtype_name(x.dtype)),
      {node.inputs[0], element_count(x.shape), static_cast<int64_t>(zero_of(x)), node.outputs[0]}};
}

void from_tflite(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  check_input_count(node, 1, 1);
  const ValueId x = in_scale_of_y(graph, node, 0, nodes);
  nodes.push_back({node.name, "relu", {x}, node.outputs});
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs;
  for (int64_t length : awkward_lengths) {
    graphs.push_back(Sample("relu").input(DType::f32, {length}).output());
    const Quant quant = quant_of(0.5f, static_cast<int32_t>(length % 256) - 128);
    graphs.push_back(Sample("relu").input(DType::s8, {length}, quant).output(quant));
  }
  const Quant fine = quant_of(0.25f, 11);
  graphs.push_back(Sample("relu").input(DType::s16, {33}, fine).output(fine));
  for (DType dtype : kIntegers) graphs.push_back(Sample("relu").input(dtype, {33}).output());
  return graphs;
}

}  // namespace

extern const OpDef op_relu = {
    .name = "relu",
    .onnx_name = "Relu",
    .tflite_names = "RELU",
    .from_tflite = from_tflite,
    .infer = infer,
    .reference = reference,
    .call = call,
    .sharing = [](const Graph&, const Node&) { return Sharing::overwrite; },
    .tolerance = 0,
    .quantizable = [](const Graph&, const Node&) { return true; },
    .keeps_quant = true,
    .as_activation = [](const Graph&, const Node&) { return std::string("relu"); },
    .elementwise = true,
    .samples = samples,
};

}  // namespace mote
