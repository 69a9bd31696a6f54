// SPDX-License-Identifier: Apache-2.0
#include "passes/drop_no_ops.h"

#include <algorithm>
#include <iterator>

#include "ops/op.h"
#include "passes/rewrite.h"

namespace mote {
namespace {

// Whether the output's bytes are those of the first operand.
bool only_renames(const Graph& graph, const Node& node) {
  const OpDef& op = op_of(node);
  return op.sharing != nullptr && op.sharing(graph, node) == Sharing::same &&
         element_count(graph[node.inputs[0]].shape) == element_count(graph[node.outputs[0]].shape);
}

bool changes_nothing(const Graph& graph, const Node& node) {
  const Value& x = graph[node.inputs[0]];
  const Value& y = graph[node.outputs[0]];
  return only_renames(graph, node) && x.shape == y.shape && x.dtype == y.dtype &&
         x.quant == y.quant;
}

// A new shape of a new shape is the second one.
bool skip_double_reshape(Graph& graph) {
  bool changed = false;
  for (Node& node : graph.nodes) {
    if (!only_renames(graph, node) || node.op == "transpose") continue;
    const int before = producer(graph, node.inputs[0]);
    if (before < 0) continue;
    const Node& first = graph.nodes[static_cast<size_t>(before)];
    if (!only_renames(graph, first)) continue;
    const Shape shape = graph[node.outputs[0]].shape;
    const Tensor extents(shape.begin(), shape.end());
    const ValueId list = graph.add_constant(node.name + "_shape", DType::s64,
                                            {static_cast<int64_t>(shape.size())}, extents);
    node = {node.name, "reshape", {first.inputs[0], list}, node.outputs};
    changed = true;
  }
  return changed;
}

bool drop_unread(Graph& graph) {
  std::vector<bool> is_read(graph.values.size(), false);
  const auto mark = [&](ValueId id) {
    if (id != kNoValue) is_read[graph.index_of(id)] = true;
  };
  std::for_each(graph.outputs.begin(), graph.outputs.end(), mark);
  for (const State& state : graph.states) mark(state.after);
  std::vector<Node> kept;
  for (size_t i = graph.nodes.size(); i-- > 0;) {
    Node& node = graph.nodes[i];
    const bool read = std::any_of(node.outputs.begin(), node.outputs.end(),
                                  [&](ValueId id) { return is_read[graph.index_of(id)]; });
    if (!read) continue;
    std::for_each(node.inputs.begin(), node.inputs.end(), mark);
    kept.push_back(std::move(node));
  }
  const bool changed = kept.size() != graph.nodes.size();
  graph.nodes.assign(std::make_move_iterator(kept.rbegin()), std::make_move_iterator(kept.rend()));
  return changed;
}

bool drop_useless(Graph& graph) {
  bool changed = false;
  for (size_t i = 0; i < graph.nodes.size();) {
    const Node& node = graph.nodes[i++];
    if (!changes_nothing(graph, node)) continue;
    const ValueId x = node.inputs[0];
    const ValueId y = node.outputs[0];
    const bool is_output =
        std::find(graph.outputs.begin(), graph.outputs.end(), y) != graph.outputs.end();
    // An output that is an input, a constant or another output needs a node that makes it.
    if (is_output && (producer(graph, x) < 0 || use_count(graph, x) > 1)) continue;
    bypass(graph, static_cast<int>(--i), x);
    changed = true;
  }
  return changed;
}

}  // namespace

bool drop_no_ops(Graph& graph) {
  bool changed = false;
  while (drop_unread(graph) || drop_useless(graph) || skip_double_reshape(graph)) changed = true;
  return changed;
}

}  // namespace mote
