// SPDX-License-Identifier: Apache-2.0
// Puts nodes into an order in which every value is computed before it is read.
#pragma once

#include "import/origin.h"
#include "ir/graph.h"

namespace mote {

// Nodes that are in such an order already keep it. Throws bad_model when nodes
// wait for each other in a circle or read what nobody computes. REQUIRES: each
// value has one producer.
void sort_nodes(Graph& graph, const ModelOrigin& origin);

}  // namespace mote
