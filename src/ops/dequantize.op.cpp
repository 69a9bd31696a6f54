// SPDX-License-Identifier: Apache-2.0
// Integers -> real numbers: y = scale * (x - zero point), the difference rounded to float.
#include "base/error.h"
#include "ops/operands.h"

namespace mote {
namespace {

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 1, 1);
  check_dtype(graph, node, 0, {DType::s8, DType::u8, DType::s16, DType::s32});
  const Value& x = input(graph, node, 0);
  if (x.quant.scale.size() != 1) {
    throw Error(ErrorCode::bad_model, "", "'" + x.name + "' needs one scale and zero point");
  }
  if (x.dtype == DType::s32 && x.quant.zero_point[0] != 0) {
    fail_operand(graph, node, 0, "zero point 0");
  }
  set_output(graph, node, DType::f32, x.shape);
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  const Quant& quant = input(graph, node, 0).quant;
  Tensor y = *in[0];
  for (double& element : y) {
    const auto steps = static_cast<float>(element - quant.zero_point[0]);
    element = double{steps} * double{quant.scale[0]};
  }
  return {y};
}

KernelCall call(const Graph& graph, const Node& node) {
  const Value& x = input(graph, node, 0);
  return {"dequantize_" + std::string(dtype_name(x.dtype)),
          {node.inputs[0], element_count(x.shape), x.quant.scale[0], int64_t{x.quant.zero_point[0]},
           node.outputs[0]}};
}

// Constants, in floats of 16 bits or with a scale for each channel, are computed here.
void from_tflite(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  check_input_count(node, 1, 1);
  const Value x = input(graph, node, 0);
  Node rest{node.name, x.dtype == DType::f32 ? "identity" : "dequantize", node.inputs,
            node.outputs};
  if (!x.is_constant || x.quant.empty()) return nodes.push_back(rest);
  Value& y = graph[node.outputs[0]];
  y.shape = x.shape;
  y.dtype = DType::f32;
  y.is_constant = true;
  y.constant = x.constant;
  size_t inner = 1;
  for (size_t i = static_cast<size_t>(x.quant.axis) + 1; i < x.shape.size(); i++) {
    inner *= static_cast<size_t>(x.shape[i]);
  }
  for (size_t i = 0; i < y.constant.size(); i++) {
    const size_t channel = i / inner % x.quant.scale.size();
    const double steps = y.constant[i] - x.quant.zero_point[channel];
    y.constant[i] = double{static_cast<float>(steps * double{x.quant.scale[channel]})};
  }
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs;
  for (int64_t n : awkward_lengths) {
    graphs.push_back(Sample("dequantize").input(DType::s8, {1, n}, quant_of(0.037f, 5)).output());
  }
  for (DType dtype : {DType::u8, DType::s16, DType::s32}) {
    const Quant quant = quant_of(0.037f, dtype == DType::u8 ? 131 : 0);
    const double low = dtype == DType::u8 ? 0 : dtype == DType::s16 ? 32512 : -0x1p31;
    graphs.push_back(Sample("dequantize").input(dtype, {33}, quant).range(low, low + 255).output());
  }
  return graphs;
}

}  // namespace

extern const OpDef op_dequantize = {
    .name = "dequantize",
    .onnx_name = "DequantizeLinear",
    .tflite_names = "DEQUANTIZE",
    .from_tflite = from_tflite,
    .infer = infer,
    .reference = reference,
    .call = call,
    .tolerance = 0,
    .elementwise = true,
    .constant_operands = 0b110,
    .samples = samples,
};

}  // namespace mote
