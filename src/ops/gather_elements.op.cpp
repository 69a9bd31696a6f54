// SPDX-License-Identifier: Apache-2.0
// y[i] = the element of x at i, but for its place along `axis`, which the index
// at i names.
#include "ops/elements.h"
#include "ops/operands.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kIndices };

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 2, 2);
  check_element_indices(graph, node);
  set_output(graph, node, input(graph, node, kX).dtype, input(graph, node, kIndices).shape);
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  Tensor y;
  for (int64_t from : named_elements(graph, node, *in[kIndices])) {
    y.push_back((*in[kX])[static_cast<size_t>(from)]);
  }
  return {y};
}

KernelCall call(const Graph& graph, const Node& node) {
  KernelCall c{"gather_elements_" + std::string(dtype_name(input(graph, node, kX).dtype)),
               {node.inputs[kX]}};
  for (const KernelArgument& argument : element_arguments(graph, node)) {
    c.arguments.push_back(argument);
  }
  c.arguments.push_back(node.outputs[0]);
  return c;
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs;
  for (DType dtype : {DType::f32, DType::s8, DType::s32}) {
    for (int64_t axis : {0, 1, -1}) {
      graphs.push_back(Sample("gather_elements")
                           .input(dtype, {4, 5, 3})
                           .input(axis == 0 ? DType::s64 : DType::s32, {2, 5, 3})
                           .range(-3, 2)
                           .attr("axis", axis)
                           .output());
    }
  }
  return graphs;
}

}  // namespace

extern const OpDef op_gather_elements = {
    .name = "gather_elements",
    .onnx_name = "GatherElements",
    .infer = infer,
    .reference = reference,
    .call = call,
    .tolerance = 0,
    .keeps_quant = true,
    .samples = samples,
};

}  // namespace mote
