// SPDX-License-Identifier: Apache-2.0
// y = x with its axes in the order `perm`: y.shape[i] = x.shape[perm[i]].
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "base/error.h"
#include "ops/operands.h"
#include "ops/view.h"

namespace mote {
namespace {

std::vector<int64_t> order(const Node& node, const Value& x) {
  std::vector<int64_t> reversed(x.shape.size());
  std::iota(reversed.rbegin(), reversed.rend(), 0);
  const std::vector<int64_t> perm = node.integers("perm", reversed);
  std::vector<int64_t> sorted = perm;
  std::sort(sorted.begin(), sorted.end());
  std::vector<int64_t> all(x.shape.size());
  std::iota(all.begin(), all.end(), 0);
  if (sorted != all) {
    throw Error(ErrorCode::bad_model, "",
                fmt::format("perm ({}) is no order of the {} axes of '{}'", fmt::join(perm, ", "),
                            x.shape.size(), x.name));
  }
  return perm;
}

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 1, 1);
  const Value& x = input(graph, node, 0);
  Shape shape;
  for (int64_t axis : order(node, x)) shape.push_back(x.shape[static_cast<size_t>(axis)]);
  set_output(graph, node, x.dtype, shape);
}

// TFLite lists the order in an operand.
void from_tflite(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  Node turn{node.name, "transpose", {node.inputs[0]}, node.outputs};
  turn.attrs["perm"] = known_integers(graph, node, 1);
  nodes.push_back(turn);
}

View view_of(const Graph& graph, const Node& node) {
  const Value& x = input(graph, node, 0);
  const std::vector<int64_t> of_x = steps_of(x.shape);
  View view{output(graph, node).shape, {}};
  for (int64_t axis : order(node, x)) view.steps.push_back(of_x[static_cast<size_t>(axis)]);
  return view;
}

std::vector<Graph> samples() {
  using Perm = std::vector<int64_t>;
  const std::pair<Shape, Perm> cases[] = {{{5, 7}, {1, 0}},
                                          {{1, 17, 3}, {0, 2, 1}},
                                          {{1, 4, 3, 5}, {0, 3, 1, 2}},
                                          {{1, 9, 1}, {0, 2, 1}},
                                          {{2, 3, 2, 3, 2, 5}, {3, 1, 5, 0, 4, 2}},
                                          {{2, 3, 1, 2, 3, 2, 5}, {3, 1, 0, 2, 4, 5, 6}}};
  std::vector<Graph> graphs;
  for (const auto& [shape, perm] : cases) {
    for (DType dtype : {DType::f32, DType::s8, DType::s64}) {
      const Quant quant = sample_quant(dtype);
      graphs.push_back(
          Sample("transpose").input(dtype, shape, quant).attr("perm", perm).output(quant));
    }
  }
  for (DType dtype : {DType::u8, DType::s16, DType::b8, DType::s32}) {
    graphs.push_back(Sample("transpose").input(dtype, {3, 5}).output());
  }
  return graphs;
}

}  // namespace

extern const OpDef op_transpose = {
    .name = "transpose",
    .onnx_name = "Transpose",
    .tflite_names = "TRANSPOSE",
    .from_tflite = from_tflite,
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
    .samples = samples,
};

}  // namespace mote
