// SPDX-License-Identifier: Apache-2.0
// y = x stretched to the common shape of x and the shape that the second
// operand lists.
#include "base/error.h"
#include "ops/broadcast.h"
#include "ops/operands.h"
#include "ops/view.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kShape };

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 2, 2);
  const Value& x = input(graph, node, kX);
  Value wanted{"the wanted shape"};
  for (int64_t extent : known_integers(graph, node, kShape)) {
    wanted.shape.push_back(checked_extent(extent));
  }
  set_output(graph, node, x.dtype, broadcast_shape(x, wanted));
}

View view_of(const Graph& graph, const Node& node) {
  const Shape& from = input(graph, node, kX).shape;
  const std::vector<int64_t> steps = steps_of(from);
  View view{output(graph, node).shape, {}};
  view.steps.assign(view.shape.size(), 0);
  const size_t added = view.shape.size() - from.size();
  for (size_t i = 0; i < from.size(); i++) {
    if (from[i] != 1) view.steps[added + i] = steps[i];
  }
  return view;
}

std::vector<Graph> samples() {
  const std::pair<Shape, Tensor> cases[] = {
      {{7}, {3, 7}}, {{1, 5, 1}, {4, 1, 3}}, {{2, 1, 3}, {2, 5, 3}}, {{3, 4}, {1}}, {{1}, {17}}};
  std::vector<Graph> graphs;
  for (const auto& [shape, wanted] : cases) {
    for (DType dtype : {DType::f32, DType::s8, DType::b8}) {
      graphs.push_back(Sample("expand")
                           .input(dtype, shape, sample_quant(dtype))
                           .constant(DType::s64, {static_cast<int64_t>(wanted.size())}, wanted)
                           .output(sample_quant(dtype)));
    }
  }
  return graphs;
}

}  // namespace

extern const OpDef op_expand = {
    .name = "expand",
    .onnx_name = "Expand",
    .tflite_names = "BROADCAST_TO",
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
