// SPDX-License-Identifier: Apache-2.0
// Small steps that passes are made of.
#pragma once

#include "ir/graph.h"

namespace mote {

// Index of the only node that reads this value; -1 when there is none, or several, or the value
// is a graph output.
int only_reader(const Graph& graph, ValueId id);

// Index of the node of operator `op` that writes operand i of `node` and is read by nothing else;
// -1 when there is none.
int only_producer(const Graph& graph, const Node& node, size_t i, const std::string& op);

// Removes node `index`; what read its only output reads `instead`. When the output is a graph
// output, `instead` takes over its name, so that the model's outputs keep theirs.
void bypass(Graph& graph, int index, ValueId instead);

// Whether all operands from `first` on are constants, or absent.
bool are_known(const Graph& graph, const Node& node, size_t first);

}  // namespace mote
