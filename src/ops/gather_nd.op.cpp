// SPDX-License-Identifier: Apache-2.0
// y = the slices of x that the indices' tuples name, one behind the other; the first batch_dims
// axes are walked through together.
#include "ops/nd.h"
#include "ops/operands.h"
#include "ops/view.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kIndices };

Tuples tuples(const Graph& graph, const Node& node) {
  return tuples_of(graph, node, node.integer("batch_dims", 0));
}

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 2, 2);
  tuples(graph, node);
  const Value& x = input(graph, node, kX);
  const Shape& list = input(graph, node, kIndices).shape;
  Shape shape(list.begin(), list.end() - 1);
  const auto named = static_cast<std::ptrdiff_t>(node.integer("batch_dims", 0) + list.back());
  shape.insert(shape.end(), x.shape.begin() + named, x.shape.end());
  set_output(graph, node, x.dtype, shape);
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  const Tuples of = tuples(graph, node);
  Tensor y;
  for (int64_t at : named_slices(of, *in[kIndices])) {
    y.insert(y.end(), in[kX]->begin() + at, in[kX]->begin() + at + of.slice);
  }
  return {y};
}

KernelCall call(const Graph& graph, const Node& node) {
  KernelCall c{"gather_nd_" + std::string(dtype_name(input(graph, node, kX).dtype)),
               {node.inputs[kX]}};
  for (const auto& argument : tuple_arguments(graph, node, tuples(graph, node))) {
    c.arguments.push_back(argument);
  }
  c.arguments.push_back(node.outputs[0]);
  return c;
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs;
  for (DType dtype : {DType::f32, DType::s8, DType::s32}) {
    for (const Shape& list : {Shape{5, 1}, Shape{3, 2}, Shape{2, 2, 3}, Shape{3}}) {
      graphs.push_back(Sample("gather_nd")
                           .input(dtype, {2, 3, 5})
                           .input(DType::s64, list)
                           .range(-3, 2)
                           .output());
    }
    graphs.push_back(Sample("gather_nd")
                         .input(dtype, {2, 3, 5})
                         .input(DType::s32, {2, 4, 1})
                         .range(-3, 2)
                         .attr("batch_dims", int64_t{1})
                         .output());
  }
  return graphs;
}

}  // namespace

extern const OpDef op_gather_nd = {
    .name = "gather_nd",
    .onnx_name = "GatherND",
    .tflite_names = "GATHER_ND",
    .infer = infer,
    .reference = reference,
    .call = call,
    .tolerance = 0,
    .keeps_quant = true,
    .samples = samples,
};

}  // namespace mote
