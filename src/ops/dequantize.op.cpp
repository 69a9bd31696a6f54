// SPDX-License-Identifier: Apache-2.0
// int8 -> real numbers: y = scale * (x - zero point).
#include "base/error.h"
#include "ops/operands.h"

namespace mote {
namespace {

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 1, 1);
  check_dtype(graph, node, 0, {DType::s8});
  const Value& x = input(graph, node, 0);
  if (x.quant.scale.size() != 1) {
    throw Error(ErrorCode::bad_model, "", "'" + x.name + "' needs one scale and zero point");
  }
  set_output(graph, node, DType::f32, x.shape);
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  const Quant& quant = input(graph, node, 0).quant;
  Tensor y = *in[0];
  for (double& element : y) element = (element - quant.zero_point[0]) * double{quant.scale[0]};
  return {y};
}

KernelCall call(const Graph& graph, const Node& node) {
  const Value& x = input(graph, node, 0);
  return {"dequantize_s8_f32",
          {node.inputs[0], element_count(x.shape), x.quant.scale[0], int64_t{x.quant.zero_point[0]},
           node.outputs[0]}};
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs;
  for (int64_t n : awkward_lengths) {
    graphs.push_back(Sample("dequantize").input(DType::s8, {1, n}, quant_of(0.037f, 5)).output());
  }
  return graphs;
}

}  // namespace

extern const OpDef op_dequantize = {
    .name = "dequantize",
    .onnx_name = "DequantizeLinear",
    .infer = infer,
    .reference = reference,
    .call = call,
    .tolerance = 0,
    .samples = samples,
};

}  // namespace mote
