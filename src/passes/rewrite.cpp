// SPDX-License-Identifier: Apache-2.0
#include "passes/rewrite.h"

#include <algorithm>
#include <utility>

namespace mote {

int only_reader(const Graph& graph, ValueId id) {
  if (use_count(graph, id) != 1) return -1;
  for (size_t i = 0; i < graph.nodes.size(); i++) {
    const std::vector<ValueId>& inputs = graph.nodes[i].inputs;
    if (std::find(inputs.begin(), inputs.end(), id) != inputs.end()) return static_cast<int>(i);
  }
  return -1;
}

int only_producer(const Graph& graph, const Node& node, size_t i, const std::string& op) {
  if (!node.has_input(i) || only_reader(graph, node.inputs[i]) < 0) return -1;
  const int index = producer(graph, node.inputs[i]);
  return index >= 0 && graph.nodes[static_cast<size_t>(index)].op == op ? index : -1;
}

bool are_known(const Graph& graph, const Node& node, size_t first) {
  for (size_t i = first; i < node.inputs.size(); i++) {
    if (node.has_input(i) && !graph[node.inputs[i]].is_constant) return false;
  }
  return true;
}

void bypass(Graph& graph, int index, ValueId instead) {
  const ValueId gone = graph.nodes[static_cast<size_t>(index)].outputs[0];
  const bool is_output =
      std::find(graph.outputs.begin(), graph.outputs.end(), gone) != graph.outputs.end();
  if (is_output) std::swap(graph[gone].name, graph[instead].name);
  replace_uses(graph, gone, instead);
  graph.nodes.erase(graph.nodes.begin() + index);
}

}  // namespace mote
