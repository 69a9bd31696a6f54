// SPDX-License-Identifier: Apache-2.0
// y = x, but the slices that the indices' tuples name are the updates, or are combined with them
// (attribute reduction: add, mul, max, min).
#include "ops/indices.h"
#include "ops/nd.h"
#include "ops/operands.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kIndices, kUpdates };

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 3, 3);
  tuples_of(graph, node, 0);
  combination(node);
  const Value& x = input(graph, node, kX);
  check_dtype(graph, node, kUpdates, {x.dtype});
  const Shape& list = input(graph, node, kIndices).shape;
  Shape shape(list.begin(), list.end() - 1);
  shape.insert(shape.end(), x.shape.begin() + static_cast<std::ptrdiff_t>(list.back()),
               x.shape.end());
  if (input(graph, node, kUpdates).shape != shape) {
    fail_operand(graph, node, kUpdates, to_string(shape));
  }
  set_output(graph, node, x.dtype, x.shape);
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  Tensor y = *in[kX];
  const DType dtype = input(graph, node, kX).dtype;
  const Tuples tuples = tuples_of(graph, node, 0);
  size_t next = 0;
  for (int64_t at : named_slices(tuples, *in[kIndices])) {
    for (int64_t i = at; i < at + tuples.slice; i++) {
      double& element = y[static_cast<size_t>(i)];
      element = combined(dtype, combination(node), element, (*in[kUpdates])[next++]);
    }
  }
  return {y};
}

KernelCall call(const Graph& graph, const Node& node) {
  const Value& x = input(graph, node, kX);
  KernelCall c{"scatter_nd_" + std::string(dtype_name(x.dtype)),
               {node.inputs[kX], element_count(x.shape), node.inputs[kUpdates]}};
  for (const auto& argument : tuple_arguments(graph, node, tuples_of(graph, node, 0))) {
    c.arguments.push_back(argument);
  }
  c.arguments.push_back(combination(node));
  c.arguments.push_back(node.outputs[0]);
  return c;
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs;
  for (DType dtype : {DType::f32, DType::s32}) {
    for (const char* how : {"none", "add", "mul", "max", "min"}) {
      graphs.push_back(Sample("scatter_nd")
                           .input(dtype, {4, 3, 5})
                           .input(DType::s64, {2, 3, 2})
                           .range(-4, 3)
                           .input(dtype, {2, 3, 5})
                           .attr("reduction", std::string(how))
                           .output());
    }
  }
  return graphs;
}

}  // namespace

extern const OpDef op_scatter_nd = {
    .name = "scatter_nd",
    .onnx_name = "ScatterND",
    .infer = infer,
    .reference = reference,
    .call = call,
    .tolerance = 1e-6,
    .samples = samples,
};

}  // namespace mote
