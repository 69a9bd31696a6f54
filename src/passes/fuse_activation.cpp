// SPDX-License-Identifier: Apache-2.0
#include "passes/fuse_activation.h"

#include "ops/op.h"
#include "passes/rewrite.h"

namespace mote {
namespace {

bool takes_activation(const Node& node) {
  return op_of(node).takes_activation && node.text("activation", "none") == "none";
}

std::string activation_of(const Graph& graph, const Node& node) {
  const OpDef& op = op_of(node);
  return op.as_activation == nullptr ? "" : op.as_activation(graph, node);
}

}  // namespace

bool fuse_activation(Graph& graph) {
  bool changed = false;
  for (size_t i = 0; i < graph.nodes.size(); i++) {
    const Node next = graph.nodes[i];
    const std::string activation = activation_of(graph, next);
    if (activation.empty() || only_reader(graph, next.inputs[0]) < 0) continue;
    const int before = producer(graph, next.inputs[0]);
    if (before < 0 || !takes_activation(graph.nodes[static_cast<size_t>(before)])) continue;
    Node& node = graph.nodes[static_cast<size_t>(before)];
    node.attrs["activation"] = activation;
    graph[node.outputs[0]].quant = graph[next.outputs[0]].quant;
    bypass(graph, static_cast<int>(i), node.outputs[0]);
    changed = true;
    i--;
  }
  return changed;
}

}  // namespace mote
