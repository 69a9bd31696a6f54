// SPDX-License-Identifier: Apache-2.0
// In which order branches run.
#pragma once

#include "ir/graph.h"

namespace mote {

// The same nodes in an order that keeps few bytes alive: of the nodes that could run next, always
// one that leaves the least behind (the earliest of equals).
Graph ordered_for_few_bytes(const Graph& graph);

}  // namespace mote
