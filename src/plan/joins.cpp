// SPDX-License-Identifier: Apache-2.0
#include "plan/joins.h"

#include <algorithm>

#include "ops/op.h"

namespace mote {
namespace {

int64_t bytes_of(const Value& value) {
  return element_count(value.shape) * dtype_bytes(value.dtype);
}

// Whether the operands' bytes, one behind the other, are those of the output.
bool is_line_up(const Graph& graph, const Node& node) {
  if (!op_of(node).is_side_by_side || node.inputs.size() < 2) return false;
  const Shape& shape = graph[node.outputs[0]].shape;
  const int64_t axis = node.integer("axis", 0), rank = static_cast<int64_t>(shape.size());
  const auto before = shape.begin() + (axis < 0 ? axis + rank : axis);
  return element_count({shape.begin(), before}) == 1;
}

class Finder {
 public:
  Finder(const Graph& graph, int64_t word)
      : graph_(graph),
        word_(word),
        producers_(graph.values.size(), -1),
        joins_(graph.values.size()) {
    for (size_t i = 0; i < graph.nodes.size(); i++) {
      for (ValueId id : graph.nodes[i].outputs) producers_[at(id)] = static_cast<int>(i);
    }
  }

  std::vector<Join> run() {
    for (const Node& node : graph_.nodes) {
      if (can_join(node)) join(node);
    }
    return joins_;
  }

 private:
  static size_t at(ValueId id) { return static_cast<size_t>(id); }

  bool can_join(const Node& node) const {
    const ValueId y = node.outputs[0], first = node.inputs[0];
    if (!is_line_up(graph_, node) || is_outside(y) || !can_be_part(first)) return false;
    // Two wholes that begin with the same part would lie over each other.
    if (joins_[at(start_of(first))].reach > bytes_of(graph_[first])) return false;
    int64_t offset = bytes_of(graph_[first]);
    for (size_t i = 1; i < node.inputs.size(); i++) {
      const ValueId id = node.inputs[i];
      const bool is_own = use_count(graph_, id) == 1 && !joins_[at(id)].is_whole;
      if (!is_own || !can_be_part(id) || producers_[at(id)] < producers_[at(first)]) return false;
      if (offset % word_ != 0) return false;
      offset += bytes_of(graph_[id]);
    }
    return true;
  }

  // Whether the value is computed in the arena, as the first output of a node.
  bool can_be_part(ValueId id) const {
    const int by = producers_[at(id)];
    return by >= 0 && !is_outside(id) && joins_[at(id)].start == kNoValue &&
           graph_.nodes[static_cast<size_t>(by)].outputs.size() == 1;
  }

  bool is_outside(ValueId id) const {
    return std::count(graph_.outputs.begin(), graph_.outputs.end(), id) > 0 ||
           std::any_of(graph_.states.begin(), graph_.states.end(),
                       [id](const State& state) { return state.after == id; });
  }

  // Of a whole, the part where it begins.
  ValueId start_of(ValueId id) const {
    while (joins_[at(id)].is_whole) {
      id = graph_.nodes[static_cast<size_t>(producers_[at(id)])].inputs[0];
    }
    return id;
  }

  void join(const Node& node) {
    const ValueId y = node.outputs[0], start = start_of(node.inputs[0]);
    int64_t offset = bytes_of(graph_[node.inputs[0]]);
    for (size_t i = 1; i < node.inputs.size(); i++) {
      joins_[at(node.inputs[i])].start = start;
      joins_[at(node.inputs[i])].offset = offset;
      offset += bytes_of(graph_[node.inputs[i]]);
    }
    joins_[at(y)].is_whole = true;
    joins_[at(start)].reach = offset;
  }

  const Graph& graph_;
  const int64_t word_;
  std::vector<int> producers_;  // index of the node, -1: none
  std::vector<Join> joins_;
};

}  // namespace

std::vector<Join> find_joins(const Graph& graph, int64_t word) {
  return Finder(graph, word).run();
}

}  // namespace mote
