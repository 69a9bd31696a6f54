// SPDX-License-Identifier: Apache-2.0
#include "passes/merge_transposes.h"

#include <algorithm>
#include <optional>

#include "ops/op.h"
#include "passes/rewrite.h"

namespace mote {
namespace {

bool merge_pair(Graph& graph) {
  for (Node& second : graph.nodes) {
    if (second.op != "transpose") continue;
    const int before = producer(graph, second.inputs[0]);
    if (before < 0) continue;
    const Node& first = graph.nodes[static_cast<size_t>(before)];
    if (first.op != "transpose") continue;
    const std::vector<int64_t> inner = first.integers("perm", {});
    std::vector<int64_t> perm = second.integers("perm", {});
    if (inner.size() != perm.size()) continue;
    for (int64_t& axis : perm) axis = inner[static_cast<size_t>(axis)];
    second.attrs["perm"] = perm;
    second.inputs[0] = first.inputs[0];
    return true;
  }
  return false;
}

// The constant with its axes in the order they had before a transpose by `perm`, or kNoValue when
// it stretches in a way that cannot be turned.
ValueId turned_back(Graph& graph, ValueId id, const std::vector<int64_t>& perm) {
  Value value = graph[id];
  if (element_count(value.shape) == 1) return id;
  if (value.shape.size() > perm.size() || !value.quant.empty()) return kNoValue;
  value.shape.insert(value.shape.begin(), perm.size() - value.shape.size(), 1);
  std::vector<int64_t> back(perm.size());
  for (size_t i = 0; i < perm.size(); i++) {
    back[static_cast<size_t>(perm[i])] = static_cast<int64_t>(i);
  }
  const Node turn{"turn", "transpose", {ValueId{0}}, {ValueId{1}}, {{"perm", back}}};
  Graph one;
  one.values = {value, {"y"}};
  op_of(turn).infer(one, turn);
  const Tensor* operand = &value.constant;
  return graph.add_constant(value.name, value.dtype, one.values[1].shape,
                            op_of(turn).reference(one, turn, {&operand, 1})[0]);
}

// The transpose that each operand of an elementwise node comes from: index of its node, -1 for a
// constant; nothing when an operand is neither, or they are not all the same.
std::optional<std::vector<int>> transposes_before(const Graph& graph, const Node& node) {
  std::vector<int> found;
  int any = -1;
  for (size_t i = 0; i < node.inputs.size(); i++) {
    if (!node.has_input(i)) return std::nullopt;
    const bool is_constant = graph[node.inputs[i]].is_constant;
    const int at = is_constant ? -1 : only_producer(graph, node, i, "transpose");
    if (at < 0 && !is_constant) return std::nullopt;
    if (at >= 0 && any >= 0) {
      const Node& a = graph.nodes[static_cast<size_t>(any)];
      const Node& b = graph.nodes[static_cast<size_t>(at)];
      if (a.attrs != b.attrs ||
          graph[a.outputs[0]].shape.size() != graph[b.outputs[0]].shape.size())
        return std::nullopt;
    }
    any = std::max(any, at);
    found.push_back(at);
  }
  if (any < 0) return std::nullopt;
  return found;
}

// f(transpose(a), transpose(b), constant) = transpose(f(a, b, turned constant)): the transpose gets
// nearer to one that cancels it.
bool move_past_elementwise(Graph& graph) {
  for (size_t i = 0; i < graph.nodes.size(); i++) {
    const Node node = graph.nodes[i];
    if (!op_of(node).elementwise || node.outputs.size() != 1) continue;
    const auto before = transposes_before(graph, node);
    if (!before) continue;
    const size_t any = static_cast<size_t>(*std::max_element(before->begin(), before->end()));
    const auto attrs = graph.nodes[any].attrs;
    const auto perm = graph.nodes[any].integers("perm", {});
    Node moved = node;
    for (size_t k = 0; k < moved.inputs.size(); k++) {
      const int at = (*before)[k];
      moved.inputs[k] = at >= 0 ? graph.nodes[static_cast<size_t>(at)].inputs[0]
                                : turned_back(graph, node.inputs[k], perm);
    }
    if (std::find(moved.inputs.begin(), moved.inputs.end(), kNoValue) != moved.inputs.end())
      continue;
    const Value y = graph[node.outputs[0]];
    moved.outputs = {graph.add({graph.fresh_name(y.name + "_before"), y.dtype, {}, y.quant})};
    op_of(moved).infer(graph, moved);
    const Node turn{node.name + "_turn", "transpose", moved.outputs, node.outputs, attrs};
    graph.nodes[i] = moved;
    graph.nodes.insert(graph.nodes.begin() + static_cast<std::ptrdiff_t>(i) + 1, turn);
    return true;
  }
  return false;
}

}  // namespace

bool merge_transposes(Graph& graph) {
  bool changed = false;
  while (merge_pair(graph) || move_past_elementwise(graph)) changed = true;
  return changed;
}

}  // namespace mote
