// SPDX-License-Identifier: Apache-2.0
// Computes nodes whose operands are all constants once and for all.
#pragma once

#include "ir/graph.h"

namespace mote {

// Gives whether anything changed.
bool fold_constants(Graph& graph);

}  // namespace mote
