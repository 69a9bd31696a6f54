// SPDX-License-Identifier: Apache-2.0
#include "passes/merge_transposes.h"

#include <algorithm>
#include <optional>

#include "ops/op.h"
#include "passes/rewrite.h"

namespace mote {
namespace {

bool merge_pair(Graph& graph) {
  bool changed = false;
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
    changed = true;
  }
  return changed;
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

// Whether operand i is not part of what is turned: it says how, or is the same everywhere.
bool stands_aside(const Graph& graph, const Node& node, size_t i) {
  if (!node.has_input(i)) return true;
  return graph[node.inputs[i]].is_constant &&
         (op_of(node).elementwise || ((op_of(node).constant_operands >> i) & 1) != 0);
}

bool lets_transposes_through(const Node& node) {
  return node.op == "transpose" || op_of(node).elementwise || op_of(node).turn != nullptr;
}

// The transpose that operand i comes from, or -1. When others read it too, it has to be gone once
// all of them have been moved before it.
int movable_transpose(const Graph& graph, const Node& node, size_t i) {
  const ValueId x = node.inputs[i];
  const int at = producer(graph, x);
  if (at < 0 || graph.nodes[static_cast<size_t>(at)].op != "transpose") return -1;
  int readers = 0;
  for (const Node& other : graph.nodes) {
    const auto times = std::count(other.inputs.begin(), other.inputs.end(), x);
    if (times > 0 && !lets_transposes_through(other)) return -1;
    readers += static_cast<int>(times);
  }
  return readers == use_count(graph, x) ? at : -1;
}

// The transpose that each operand of a node comes from: index of its node, -1 for a constant;
// nothing when an operand is neither, or they are not all the same.
std::optional<std::vector<int>> transposes_before(const Graph& graph, const Node& node) {
  std::vector<int> found;
  int any = -1;
  for (size_t i = 0; i < node.inputs.size(); i++) {
    const bool aside = stands_aside(graph, node, i);
    const int at = aside ? -1 : movable_transpose(graph, node, i);
    if (at < 0 && !aside) return std::nullopt;
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

// The node on what was before the transposes, or nothing when it cannot be said.
std::optional<Node> turned_node(Graph& graph, const Node& node, const std::vector<int>& before,
                                const std::vector<int64_t>& perm) {
  Node moved = node;
  const bool elementwise = op_of(node).elementwise;
  if (!elementwise && !op_of(node).turn(graph, moved, perm)) return std::nullopt;
  for (size_t k = 0; k < before.size() && k < moved.inputs.size(); k++) {
    if (before[k] >= 0) {
      moved.inputs[k] = graph.nodes[static_cast<size_t>(before[k])].inputs[0];
    } else if (elementwise && node.has_input(k)) {
      moved.inputs[k] = turned_back(graph, node.inputs[k], perm);
      if (moved.inputs[k] == kNoValue) return std::nullopt;
    }
  }
  return moved;
}

// f(transpose(a), transpose(b), constant) = transpose(f(a, b, turned constant)): the transpose gets
// nearer to one that cancels it.
bool move_past(Graph& graph) {
  bool changed = false;
  for (size_t i = 0; i < graph.nodes.size(); i++) {
    const Node node = graph.nodes[i];
    const OpDef& op = op_of(node);
    if ((!op.elementwise && op.turn == nullptr) || node.outputs.size() != 1) continue;
    const auto before = transposes_before(graph, node);
    if (!before) continue;
    const auto any = static_cast<size_t>(*std::max_element(before->begin(), before->end()));
    const auto attrs = graph.nodes[any].attrs;
    auto moved = turned_node(graph, node, *before, graph.nodes[any].integers("perm", {}));
    if (!moved) continue;
    const Value y = graph[node.outputs[0]];
    moved->outputs = {graph.add({graph.fresh_name(y.name + "_before"), y.dtype, {}, y.quant})};
    op.infer(graph, *moved);
    const Node turn{node.name + "_turn", "transpose", moved->outputs, node.outputs, attrs};
    graph.nodes[i] = *moved;
    graph.nodes.insert(graph.nodes.begin() + static_cast<std::ptrdiff_t>(i) + 1, turn);
    changed = true;
  }
  return changed;
}

}  // namespace

bool merge_transposes(Graph& graph) {
  bool changed = false;
  while (merge_pair(graph) || move_past(graph)) changed = true;
  return changed;
}

}  // namespace mote
