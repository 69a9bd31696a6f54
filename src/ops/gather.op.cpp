// SPDX-License-Identifier: Apache-2.0
// y = the slices of x along `axis` that the indices name, in the indices'
// shape.
#include "base/error.h"
#include "ops/indices.h"
#include "ops/lines.h"
#include "ops/operands.h"
#include "ops/view.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kIndices };

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 2, 2);
  check_indices(graph, node, kIndices);
  const Value& x = input(graph, node, kX);
  const size_t axis = normal_axis(node, node.integer("axis", 0), x.shape.size());
  const Shape& list = input(graph, node, kIndices).shape;
  if (x.shape[axis] == 0 && element_count(list) > 0) fail_operand(graph, node, kX, "elements");
  Shape shape(x.shape.begin(), x.shape.begin() + static_cast<std::ptrdiff_t>(axis));
  shape.insert(shape.end(), list.begin(), list.end());
  shape.insert(shape.end(), x.shape.begin() + static_cast<std::ptrdiff_t>(axis) + 1, x.shape.end());
  set_output(graph, node, x.dtype, shape);
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  const Lines lines = lines_along(graph, node, node.integer("axis", 0));
  Tensor y;
  for (int64_t outer = 0; outer < lines.outer; outer++) {
    for (double index : *in[kIndices]) {
      const int64_t from = (outer * lines.length + held_index(index, lines.length)) * lines.inner;
      y.insert(y.end(), in[kX]->begin() + from, in[kX]->begin() + from + lines.inner);
    }
  }
  return {y};
}

KernelCall call(const Graph& graph, const Node& node) {
  const Lines lines = lines_along(graph, node, node.integer("axis", 0));
  return line_call(graph, node, "gather", lines,
                   {node.inputs[kIndices], index_bytes(graph, node, kIndices),
                    element_count(input(graph, node, kIndices).shape)});
}

// TFLite's batch_dims must be 0.
void from_tflite(Graph&, const Node& node, std::vector<Node>& nodes) {
  if (node.integer("batch_dims", 0) != 0) {
    throw Error(ErrorCode::unsupported_type, "", "batch_dims is not 0");
  }
  Node gather{node.name, "gather", node.inputs, node.outputs};
  gather.attrs["axis"] = node.integer("axis", 0);
  nodes.push_back(gather);
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs;
  for (DType dtype : {DType::f32, DType::s8, DType::s64}) {
    const Quant quant;
    for (int64_t axis : {0, 1, -1}) {
      graphs.push_back(Sample("gather")
                           .input(dtype, {4, 5, 3}, quant)
                           .constant(DType::s64, {2, 2}, Tensor{1, -1, 0, 2})
                           .attr("axis", axis)
                           .output(quant));
    }
    graphs.push_back(Sample("gather")
                         .input(dtype, {9, 2}, quant)
                         .input(DType::s32, {5})
                         .range(-12, 12)
                         .output(quant));
    graphs.push_back(Sample("gather")
                         .input(dtype, {9, 2}, quant)
                         .constant(DType::s64, {}, Tensor{3})
                         .output(quant));
  }
  return graphs;
}

}  // namespace

extern const OpDef op_gather = {
    .name = "gather",
    .onnx_name = "Gather",
    .tflite_names = "GATHER",
    .from_tflite = from_tflite,
    .infer = infer,
    .reference = reference,
    .call = call,
    .tolerance = 0,
    .quantizable = [](const Graph& graph,
                      const Node& node) { return !is_quantized(graph[node.inputs[kIndices]]); },
    .keeps_quant = true,
    .samples = samples,
};

}  // namespace mote
