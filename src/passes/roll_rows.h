// SPDX-License-Identifier: Apache-2.0
// Layers over images or time computed in bands of rows, so that what is between them is never
// whole.
#pragma once

#include "ir/graph.h"

namespace mote {

// Nodes `first` to `last` of a graph (channels last), run one after the other on a few rows (axis
// 1) at a time. Each of `count` bands takes an equal share of the rows that come from before, and
// each node does what it can with them.
struct RowBands {
  size_t first, last;
  int64_t count;
};

// Whether a few rows of the node's output come from a few rows of its operands: windows that slide,
// and what works element by element or channel by channel.
bool runs_by_rows(const Graph& graph, const Node& node);

// Each row is computed once: the same outputs as before, bit for bit. Rows that the next band needs
// again are kept; what nodes outside read is put together as a whole. REQUIRES: runs_by_rows for
// all of the nodes.
void roll_rows(Graph& graph, const RowBands& bands);

}  // namespace mote
