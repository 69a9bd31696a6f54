// SPDX-License-Identifier: Apache-2.0
// Two transposes in a row become one; transposes move past elementwise nodes.
#pragma once

#include "ir/graph.h"

namespace mote {

// Gives whether anything changed.
bool merge_transposes(Graph& graph);

}  // namespace mote
