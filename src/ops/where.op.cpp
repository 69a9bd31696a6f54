// SPDX-License-Identifier: Apache-2.0
// y = a where the condition holds, else b, shapes stretched to each other. Integers that stand for
// real numbers have one quantization.
#include "base/error.h"
#include "ops/broadcast.h"
#include "ops/operands.h"

namespace mote {
namespace {

enum Operand : size_t { kCondition, kA, kB };

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 3, 3);
  check_dtype(graph, node, kCondition, {DType::b8});
  const Value& a = input(graph, node, kA);
  check_dtype(graph, node, kB, {a.dtype});
  const Value& b = input(graph, node, kB);
  if (a.quant != b.quant || (is_quantized(a) && a.quant != output(graph, node).quant)) {
    throw Error(ErrorCode::unsupported_type, "",
                "needs operands and output of the same quantization");
  }
  Value both;
  both.shape = broadcast_shape(a, b);
  set_output(graph, node, a.dtype, broadcast_shape(input(graph, node, kCondition), both));
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  const Shape& shape = output(graph, node).shape;
  std::vector<std::vector<size_t>> of;
  for (size_t i : {kCondition, kA, kB}) {
    of.push_back(broadcast_indices(input(graph, node, i).shape, shape));
  }
  Tensor y;
  for (size_t i = 0; i < of[kA].size(); i++) {
    const size_t from = (*in[kCondition])[of[kCondition][i]] != 0 ? kA : kB;
    y.push_back((*in[from])[of[from][i]]);
  }
  return {y};
}

KernelCall call(const Graph& graph, const Node& node) {
  const std::string type(dtype_name(output(graph, node).dtype));
  KernelCall call{"where_" + type, {node.inputs[kCondition], node.inputs[kA], node.inputs[kB]}};
  append_broadcast(graph, node, call);
  call.arguments.push_back(node.outputs[0]);
  return call;
}

Graph sample(DType dtype, const Shape& condition, const Shape& a, const Shape& b,
             const Quant& quant = {}) {
  return Sample("where")
      .input(DType::b8, condition)
      .input(dtype, a, quant)
      .input(dtype, b, quant)
      .output(quant);
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs;
  for (int64_t n : awkward_lengths) graphs.push_back(sample(DType::f32, {n}, {n}, {n}));
  for (DType dtype : {DType::f32, DType::s8, DType::u8, DType::s16, DType::u16, DType::s32,
                      DType::u32, DType::s64, DType::u64, DType::b8}) {
    graphs.push_back(sample(dtype, {5, 3}, {3}, {2, 5, 1}));
    graphs.push_back(sample(dtype, {1, 7}, {4, 1}, {}));
  }
  graphs.push_back(sample(DType::s8, {33}, {33}, {1}, quant_of(0.1f, 3)));
  return graphs;
}

}  // namespace

extern const OpDef op_where = {
    .name = "where",
    .onnx_name = "Where",
    .tflite_names = "SELECT_V2 SELECT",
    .infer = infer,
    .reference = reference,
    .call = call,
    .tolerance = 0,
    .elementwise = true,
    .samples = samples,
};

}  // namespace mote
