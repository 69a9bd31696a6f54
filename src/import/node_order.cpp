// SPDX-License-Identifier: Apache-2.0
#include "import/node_order.h"

#include <functional>
#include <queue>

#include "base/error.h"
#include "import/uses.h"

namespace mote {

void sort_nodes(Graph& graph, const ModelOrigin& origin) {
  const Uses uses = uses_of(graph);
  std::vector<size_t> missing(graph.nodes.size(),
                              0);  // operands not computed yet
  // Of the nodes that could run, the one that comes first in the file goes
  // first.
  std::priority_queue<size_t, std::vector<size_t>, std::greater<>> ready;
  for (size_t i = 0; i < graph.nodes.size(); i++) {
    for (ValueId id : graph.nodes[i].inputs) {
      if (id != kNoValue && uses.producer_of(id) != kNobody) missing[i]++;
    }
    if (missing[i] == 0) ready.push(i);
  }
  std::vector<Node> sorted;
  while (!ready.empty()) {
    Node& node = graph.nodes[ready.top()];
    ready.pop();
    for (ValueId id : node.outputs) {
      if (id == kNoValue) continue;
      for (size_t reader : uses.readers[static_cast<size_t>(id)]) {
        if (--missing[reader] == 0) ready.push(reader);
      }
    }
    sorted.push_back(std::move(node));
  }
  for (size_t i = 0; i < graph.nodes.size(); i++) {
    if (missing[i] == 0) continue;
    throw Error(ErrorCode::bad_model, origin.at(graph.nodes[i]),
                "waits in a circle for its own result");
  }
  graph.nodes = std::move(sorted);
}

}  // namespace mote
