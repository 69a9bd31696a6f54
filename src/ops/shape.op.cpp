// SPDX-License-Identifier: Apache-2.0
// y = the extents of x from axis `start` to before `end`. Shapes are known, so
// y is a constant.
#include <algorithm>

#include "ops/element_types.h"
#include "ops/expansion.h"
#include "ops/operands.h"
#include "ops/view.h"

namespace mote {
namespace {

Shape extents(const Graph& graph, const Node& node) {
  const Shape& shape = input(graph, node, 0).shape;
  const auto rank = static_cast<int64_t>(shape.size());
  const auto place = [&](const char* key, int64_t otherwise) {
    const int64_t at = node.integer(key, otherwise);
    return std::clamp<int64_t>(at < 0 ? at + rank : at, 0, rank);
  };
  const int64_t start = place("start", 0), end = place("end", rank);
  if (start >= end) return {};
  return {shape.begin() + start, shape.begin() + end};
}

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 1, 1);
  const auto count = static_cast<int64_t>(extents(graph, node).size());
  set_output(graph, node, DType::s64, {count});
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const>) {
  const Shape shape = extents(graph, node);
  return {Tensor(shape.begin(), shape.end())};
}

// TFLite's extents are s32 unless told.
void from_tflite(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  Expansion expansion(graph, node, nodes);
  const DType stated = output(graph, node).dtype;
  if (stated == DType::s64) return expansion.finish("shape", node.inputs, node.outputs[0]);
  const ValueId extents = expansion.add("shape", node.inputs);
  expansion.finish("cast", {extents}, node.outputs[0], {{"to", number_of(stated)}});
}

std::vector<Graph> samples() {
  return {Sample("shape").input(DType::f32, {2, 3, 5}).output(), Sample("shape")
                                                                     .input(DType::s32, {2, 3, 5})
                                                                     .attr("start", int64_t{-2})
                                                                     .attr("end", int64_t{-1})
                                                                     .output()};
}

}  // namespace

extern const OpDef op_shape = {
    .name = "shape",
    .onnx_name = "Shape",
    .tflite_names = "SHAPE",
    .from_tflite = from_tflite,
    .infer = infer,
    .reference = reference,
    .shape_operands = 0b1,
    .samples = samples,
};

}  // namespace mote
