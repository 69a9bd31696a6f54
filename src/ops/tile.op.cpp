// SPDX-License-Identifier: Apache-2.0
// y = x repeated `repeats[i]` times along each axis i.
#include "base/error.h"
#include "ops/operands.h"
#include "ops/view.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kRepeats };

std::vector<int64_t> repeats(const Graph& graph, const Node& node) {
  const std::vector<int64_t> counts = known_integers(graph, node, kRepeats);
  const size_t rank = input(graph, node, kX).shape.size();
  if (counts.size() != rank) fail_operand(graph, node, kRepeats, "one entry an axis");
  return counts;
}

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 2, 2);
  const Value& x = input(graph, node, kX);
  const std::vector<int64_t> counts = repeats(graph, node);
  Shape shape;
  for (size_t i = 0; i < counts.size(); i++) {
    shape.push_back(checked_extent(checked_extent(counts[i]) * x.shape[i]));
  }
  set_output(graph, node, x.dtype, shape);
}

// Each axis becomes two: which copy, which element.
View view_of(const Graph& graph, const Node& node) {
  const Shape& shape = input(graph, node, kX).shape;
  const std::vector<int64_t> counts = repeats(graph, node), steps = steps_of(shape);
  View view;
  for (size_t i = 0; i < shape.size(); i++) {
    view.shape.insert(view.shape.end(), {counts[i], shape[i]});
    view.steps.insert(view.steps.end(), {0, steps[i]});
  }
  return view;
}

std::vector<Graph> samples() {
  const std::pair<Shape, Tensor> cases[] = {
      {{7}, {3}}, {{1, 5}, {4, 1}}, {{2, 3, 5}, {2, 1, 3}}, {{3, 1, 2}, {1, 1, 1}}};
  std::vector<Graph> graphs;
  for (const auto& [shape, counts] : cases) {
    for (DType dtype : {DType::f32, DType::s8, DType::u16}) {
      graphs.push_back(Sample("tile")
                           .input(dtype, shape, sample_quant(dtype))
                           .constant(DType::s64, {static_cast<int64_t>(counts.size())}, counts)
                           .output(sample_quant(dtype)));
    }
  }
  return graphs;
}

}  // namespace

extern const OpDef op_tile = {
    .name = "tile",
    .onnx_name = "Tile",
    .tflite_names = "TILE",
    .infer = infer,
    .reference =
        [](const Graph& graph, const Node& node, std::span<const Tensor* const> in) {
          return std::vector<Tensor>{view_reference(view_of(graph, node), *in[0])};
        },
    .call = [](const Graph& graph,
               const Node& node) { return view_call(graph, node, view_of(graph, node)); },
    .sharing = [](const Graph& graph,
                  const Node& node) { return view_sharing(view_of(graph, node)); },
    .tolerance = 0,
    .quantizable = moves_any_type,
    .keeps_quant = true,
    .constant_operands = 0b10,
    .samples = samples,
};

}  // namespace mote
