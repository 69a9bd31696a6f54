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
  return uses;
}

void erase_nodes(Graph& graph, const std::vector<bool>& marked) {
  std::vector<Node> kept;
  for (size_t i = 0; i < graph.nodes.size(); i++) {
    if (!marked[i]) kept.push_back(std::move(graph.nodes[i]));
  }
  graph.nodes = std::move(kept);
}

}  // namespace mote
