// SPDX-License-Identifier: Apache-2.0
// y = x, but the elements that the indices name along `axis` are the updates,
// or are combined with them (attribute reduction: add, mul, max, min).
#include "ops/elements.h"
#include "ops/indices.h"
#include "ops/operands.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kIndices, kUpdates };

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 3, 3);
  check_element_indices(graph, node);
  const Value& x = input(graph, node, kX);
  check_dtype(graph, node, kUpdates, {x.dtype});
  const Shape& shape = input(graph, node, kIndices).shape;
  if (input(graph, node, kUpdates).shape != shape) {
    fail_operand(graph, node, kUpdates, to_string(shape));
  }
  combination(node);
  set_output(graph, node, x.dtype, x.shape);
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  Tensor y = *in[kX];
  const DType dtype = input(graph, node, kX).dtype;
  const int64_t how = combination(node);
  for (size_t i = 0; int64_t at : named_elements(graph, node, *in[kIndices])) {
    double& element = y[static_cast<size_t>(at)];
    element = combined(dtype, how, element, (*in[kUpdates])[i++]);
  }
  return {y};
}

KernelCall call(const Graph& graph, const Node& node) {
  const Value& x = input(graph, node, kX);
  KernelCall c{"scatter_elements_" + std::string(dtype_name(x.dtype)),
               {node.inputs[kX], element_count(x.shape), node.inputs[kUpdates]}};
  for (const KernelArgument& argument : element_arguments(graph, node)) {
    c.arguments.push_back(argument);
  }
  c.arguments.push_back(combination(node));
  c.arguments.push_back(node.outputs[0]);
  return c;
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs;
  for (DType dtype : {DType::f32, DType::s32, DType::u8}) {
    for (const char* how : {"none", "add", "mul", "max", "min"}) {
      graphs.push_back(Sample("scatter_elements")
                           .input(dtype, {4, 5, 3})
                           .input(DType::s64, {2, 4, 3})
                           .range(-3, 2)
                           .input(dtype, {2, 4, 3})
                           .attr("axis", int64_t{1})
                           .attr("reduction", std::string(how))
                           .output());
    }
  }
  return graphs;
}

}  // namespace

extern const OpDef op_scatter_elements = {
    .name = "scatter_elements",
    .onnx_name = "ScatterElements",
    .infer = infer,
    .reference = reference,
    .call = call,
    .tolerance = 1e-6,
    .samples = samples,
};

}  // namespace mote
