// SPDX-License-Identifier: Apache-2.0
#include "passes/merge_transposes.h"

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

// relu(transpose(x)) = transpose(relu(x)): the transpose gets nearer to one that cancels it.
bool move_past_relu(Graph& graph) {
  for (Node& node : graph.nodes) {
    const int before = node.op == "relu" ? only_producer(graph, node, 0, "transpose") : -1;
    if (before < 0) continue;
    Node& first = graph.nodes[static_cast<size_t>(before)];
    std::swap(first.op, node.op);
    std::swap(first.attrs, node.attrs);
    Value& middle = graph[first.outputs[0]];
    middle.shape = graph[first.inputs[0]].shape;
    middle.quant = graph[node.outputs[0]].quant;
    return true;
  }
  return false;
}

// transpose(a) + transpose(b) = transpose(a + b).
bool move_past_add(Graph& graph) {
  for (size_t i = 0; i < graph.nodes.size(); i++) {
    Node& add = graph.nodes[i];
    if (add.op != "add") continue;
    const int left = only_producer(graph, add, 0, "transpose");
    const int right = only_producer(graph, add, 1, "transpose");
    if (left < 0 || right < 0) continue;
    const Node a = graph.nodes[static_cast<size_t>(left)];
    const Node b = graph.nodes[static_cast<size_t>(right)];
    if (a.attrs != b.attrs || graph[a.outputs[0]].shape != graph[b.outputs[0]].shape) continue;
    const Value& y = graph[add.outputs[0]];
    const ValueId sum =
        graph.add({graph.fresh_name(y.name + "_sum"), y.dtype, graph[a.inputs[0]].shape, y.quant});
    const Node turn{
        graph.nodes[i].name + "_turn", "transpose", {sum}, graph.nodes[i].outputs, a.attrs};
    graph.nodes[i].inputs = {a.inputs[0], b.inputs[0]};
    graph.nodes[i].outputs = {sum};
    graph.nodes.insert(graph.nodes.begin() + static_cast<std::ptrdiff_t>(i) + 1, turn);
    return true;
  }
  return false;
}

}  // namespace

bool merge_transposes(Graph& graph) {
  bool changed = false;
  while (merge_pair(graph) || move_past_relu(graph) || move_past_add(graph)) changed = true;
  return changed;
}

}  // namespace mote
