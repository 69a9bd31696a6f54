// SPDX-License-Identifier: Apache-2.0
// y = the elements of x as a matrix: axes before `axis` become rows. No element moves.
#include "ops/operands.h"

namespace mote {
namespace {

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 1, 1);
  const Value& x = input(graph, node, 0);
  const auto rank = static_cast<int64_t>(x.shape.size());
  const int64_t axis = node.integer("axis", 1);
  const size_t split = axis == rank ? x.shape.size() : normal_axis(node, axis, x.shape.size());
  Shape shape{1, 1};
  for (size_t i = 0; i < x.shape.size(); i++) shape[i < split ? 0 : 1] *= x.shape[i];
  set_output(graph, node, x.dtype, shape);
}

std::vector<Graph> samples() {
  return {Sample("flatten").input(DType::f32, {1, 4, 3, 5}).output(),
          Sample("flatten").input(DType::s8, {1, 17}, quant_of(0.1f, 3)).output(quant_of(0.1f, 3)),
          Sample("flatten").input(DType::f32, {2, 3, 4}).attr("axis", int64_t{2}).output()};
}

}  // namespace

extern const OpDef op_flatten = {
    .name = "flatten",
    .onnx_name = "Flatten",
    .infer = infer,
    .reference = [](const Graph&, const Node&,
                    std::span<const Tensor* const> in) { return std::vector<Tensor>{*in[0]}; },
    .sharing = [](const Graph&, const Node&) { return Sharing::same; },
    .tolerance = 0,
    .quantizable = [](const Graph&, const Node&) { return true; },
    .keeps_quant = true,
    .samples = samples,
};

}  // namespace mote
