// SPDX-License-Identifier: Apache-2.0
#include "import/uses.h"

namespace mote {

size_t Uses::sole_reader(ValueId id) const {
  const auto index = static_cast<size_t>(id);
  return readers[index].size() == 1 && !is_output[index] ? readers[index][0] : kNobody;
}

Uses uses_of(const Graph& graph) {
  const size_t count = graph.values.size();
  Uses uses{std::vector<size_t>(count, kNobody), std::vector<std::vector<size_t>>(count),
            std::vector<bool>(count, false)};
  for (size_t i = 0; i < graph.nodes.size(); i++) {
    for (ValueId id : graph.nodes[i].outputs) {
      if (id != kNoValue) uses.producer[static_cast<size_t>(id)] = i;
    }
    for (ValueId id : graph.nodes[i].inputs) {
      if (id != kNoValue) uses.readers[static_cast<size_t>(id)].push_back(i);
    }
  }
  for (ValueId id : graph.outputs) uses.is_output[static_cast<size_t>(id)] = true;
  for (const State& state : graph.states) uses.is_output[static_cast<size_t>(state.after)] = true;
  return uses;
}

void drop_unread_nodes(Graph& graph) {
  const Uses uses = uses_of(graph);
  std::vector<bool> wanted(graph.values.size(), false), kept(graph.nodes.size(), false);
  std::vector<ValueId> open = graph.outputs;
  for (const State& state : graph.states) open.push_back(state.after);
  while (!open.empty()) {
    const ValueId id = open.back();
    open.pop_back();
    if (id == kNoValue || wanted[static_cast<size_t>(id)]) continue;
    wanted[static_cast<size_t>(id)] = true;
    const size_t i = uses.producer_of(id);
    if (i == kNobody || kept[i]) continue;
    kept[i] = true;
    open.insert(open.end(), graph.nodes[i].inputs.begin(), graph.nodes[i].inputs.end());
  }
  kept.flip();
  erase_nodes(graph, kept);
  std::erase_if(graph.inputs, [&](ValueId id) { return !wanted[static_cast<size_t>(id)]; });
}

void erase_nodes(Graph& graph, const std::vector<bool>& marked) {
  std::vector<Node> kept;
  for (size_t i = 0; i < graph.nodes.size(); i++) {
    if (!marked[i]) kept.push_back(std::move(graph.nodes[i]));
  }
  graph.nodes = std::move(kept);
}

}  // namespace mote
