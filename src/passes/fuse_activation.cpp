// SPDX-License-Identifier: Apache-2.0
#include "passes/fuse_activation.h"

#include "passes/rewrite.h"

namespace mote {
namespace {

bool takes_activation(const Node& node) {
  return (node.op == "conv" || node.op == "fully_connected" || node.op == "add") &&
         node.text("activation", "none") == "none";
}

}  // namespace

bool fuse_activation(Graph& graph) {
  bool changed = false;
  for (size_t i = 0; i < graph.nodes.size(); i++) {
    const Node relu = graph.nodes[i];
    if (relu.op != "relu" || only_reader(graph, relu.inputs[0]) < 0) continue;
    const int before = producer(graph, relu.inputs[0]);
    if (before < 0 || !takes_activation(graph.nodes[static_cast<size_t>(before)])) continue;
    Node& node = graph.nodes[static_cast<size_t>(before)];
    node.attrs["activation"] = std::string("relu");
    graph[node.outputs[0]].quant = graph[relu.outputs[0]].quant;
    bypass(graph, static_cast<int>(i), node.outputs[0]);
    changed = true;
    i--;
  }
  return changed;
}

}  // namespace mote
