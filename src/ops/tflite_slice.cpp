// SPDX-License-Identifier: Apache-2.0
#include "ops/tflite_slice.h"

#include <numeric>

#include "base/error.h"
#include "ops/operands.h"
#include "ops/view.h"

namespace mote {
namespace {

constexpr int64_t kFar = int64_t{1} << 31;

struct Cuts {
  std::vector<int64_t> starts, ends, steps, dropped;
};

bool has_bit(const Node& node, const char* mask, size_t i) {
  return i < 32 && (node.integer(mask, 0) >> i & 1) != 0;
}

Cuts sized_cuts(const Graph& graph, const Node& node) {
  Cuts cuts{known_integers(graph, node, 1), known_integers(graph, node, 2), {}, {}};
  if (cuts.ends.size() != cuts.starts.size()) fail_operand(graph, node, 2, "one size an axis");
  cuts.steps.assign(cuts.starts.size(), 1);
  for (size_t i = 0; i < cuts.ends.size(); i++) {
    cuts.ends[i] = cuts.ends[i] == -1 ? kFar : cuts.starts[i] + cuts.ends[i];
  }
  return cuts;
}

Cuts strided_cuts(const Graph& graph, const Node& node) {
  if (node.integer("ellipsis_mask", 0) != 0 || node.integer("new_axis_mask", 0) != 0) {
    throw Error(ErrorCode::unsupported_type, "", "ellipsis and new axes are not supported");
  }
  Cuts cuts{known_integers(graph, node, 1),
            known_integers(graph, node, 2),
            known_integers(graph, node, 3),
            {}};
  if (cuts.ends.size() != cuts.starts.size() || cuts.steps.size() != cuts.starts.size()) {
    throw Error(ErrorCode::bad_model, "", "starts, ends and steps differ in number");
  }
  for (size_t i = 0; i < cuts.starts.size(); i++) {
    const bool forward = cuts.steps[i] > 0;
    if (has_bit(node, "begin_mask", i)) cuts.starts[i] = forward ? 0 : kFar;
    if (has_bit(node, "end_mask", i)) cuts.ends[i] = forward ? kFar : -kFar;
    if (!has_bit(node, "shrink_axis_mask", i)) continue;
    cuts.ends[i] = cuts.starts[i] == -1 ? kFar : cuts.starts[i] + 1;
    cuts.steps[i] = 1;
    cuts.dropped.push_back(static_cast<int64_t>(i));
  }
  return cuts;
}

}  // namespace

void slice_from_tflite(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  check_input_count(node, 3, 4);
  const Cuts cuts = node.inputs.size() == 3 ? sized_cuts(graph, node) : strided_cuts(graph, node);
  std::vector<int64_t> axes(cuts.starts.size());
  std::iota(axes.begin(), axes.end(), 0);
  Node cut{node.name, "slice", {node.inputs[0]}, node.outputs};
  for (const auto& list : {cuts.starts, cuts.ends, axes, cuts.steps}) {
    cut.inputs.push_back(integers_constant(graph, node, "cut", list));
  }
  if (!cuts.dropped.empty()) cut.outputs = {new_value(graph, node.name + "_cut", node.inputs[0])};
  nodes.push_back(cut);
  if (cuts.dropped.empty()) return;
  const ValueId dropped = integers_constant(graph, node, "dropped", cuts.dropped);
  nodes.push_back({node.name + "_drop", "squeeze", {cut.outputs[0], dropped}, node.outputs});
}

}  // namespace mote
