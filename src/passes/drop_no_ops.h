// SPDX-License-Identifier: Apache-2.0
// Nodes that change nothing, or whose results nobody reads, disappear.
#pragma once

#include "ir/graph.h"

namespace mote {

// Gives whether anything changed.
bool drop_no_ops(Graph& graph);

}  // namespace mote
