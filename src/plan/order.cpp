// SPDX-License-Identifier: Apache-2.0
#include "plan/order.h"

#include <algorithm>
#include <cassert>

namespace mote {
namespace {

// Walks through the nodes and knows what is still to be read.
class Walk {
 public:
  explicit Walk(const Graph& graph)
      : graph_(graph), reads_left_(graph.values.size(), 0), known_(graph.values.size(), false) {
    for (size_t i = 0; i < graph.values.size(); i++) known_[i] = graph.values[i].is_constant;
    for (ValueId id : graph.inputs) known_[at(id)] = true;
    for (const State& state : graph.states) {
      known_[at(state.before)] = true;
      reads_left_[at(state.after)]++;
    }
    for (ValueId id : graph.outputs) reads_left_[at(id)]++;
    for (const Node& node : graph.nodes) {
      for (ValueId id : node.inputs) reads_left_[id == kNoValue ? 0 : at(id)] += id != kNoValue;
    }
  }

  bool can_run(const Node& node) const {
    return std::all_of(node.inputs.begin(), node.inputs.end(),
                       [&](ValueId id) { return id == kNoValue || known_[at(id)]; });
  }

  // How many bytes more are alive behind the node than before it.
  int64_t growth(const Node& node) const {
    int64_t bytes = 0;
    for (ValueId id : node.outputs) bytes += reads_left_[at(id)] > 0 ? bytes_of(id) : 0;
    std::vector<ValueId> seen;
    for (ValueId id : node.inputs) {
      const bool is_new = std::find(seen.begin(), seen.end(), id) == seen.end();
      if (id == kNoValue || !is_new || graph_[id].is_constant) continue;
      seen.push_back(id);
      const auto reads = std::count(node.inputs.begin(), node.inputs.end(), id);
      if (reads_left_[at(id)] == reads) bytes -= bytes_of(id);
    }
    return bytes;
  }

  void run(const Node& node) {
    for (ValueId id : node.outputs) known_[at(id)] = true;
    for (ValueId id : node.inputs) reads_left_[id == kNoValue ? 0 : at(id)] -= id != kNoValue;
  }

 private:
  static size_t at(ValueId id) { return static_cast<size_t>(id); }
  int64_t bytes_of(ValueId id) const {
    return element_count(graph_[id].shape) * dtype_bytes(graph_[id].dtype);
  }

  const Graph& graph_;
  std::vector<int64_t> reads_left_;
  std::vector<bool> known_;
};

}  // namespace

Graph ordered_for_few_bytes(const Graph& graph) {
  Walk walk(graph);
  Graph ordered = graph;
  ordered.nodes.clear();
  std::vector<const Node*> waiting;
  for (const Node& node : graph.nodes) waiting.push_back(&node);
  while (!waiting.empty()) {
    auto best = waiting.end();
    for (auto at = waiting.begin(); at != waiting.end(); ++at) {
      if (!walk.can_run(**at)) continue;
      if (best == waiting.end() || walk.growth(**at) < walk.growth(**best)) best = at;
    }
    assert(best != waiting.end() && "the nodes of a verified graph can run in their order");
    walk.run(**best);
    ordered.nodes.push_back(**best);
    waiting.erase(best);
  }
  return ordered;
}

}  // namespace mote
