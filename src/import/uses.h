// SPDX-License-Identifier: Apache-2.0
// Who writes and who reads each value: Graph's own lookups search, these are
// built once.
#pragma once

#include <vector>

#include "ir/graph.h"

namespace mote {

inline constexpr size_t kNobody = static_cast<size_t>(-1);

struct Uses {
  std::vector<size_t> producer;              // index of a node or kNobody
  std::vector<std::vector<size_t>> readers;  // a node that reads a value twice is there twice
  std::vector<bool> is_output;               // of the graph

  size_t producer_of(ValueId id) const { return producer[static_cast<size_t>(id)]; }
  // The one reader of a value that nothing else needs, or kNobody.
  size_t sole_reader(ValueId id) const;
};

Uses uses_of(const Graph& graph);

// Erases nodes whose results nobody needs, then the graph inputs that nobody reads.
void drop_unread_nodes(Graph& graph);

// Erases the marked nodes.
void erase_nodes(Graph& graph, const std::vector<bool>& marked);

}  // namespace mote
