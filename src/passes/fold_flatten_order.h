// SPDX-License-Identifier: Apache-2.0
// A transpose before flatten and fully_connected becomes an order of the weights' columns.
#pragma once

#include "ir/graph.h"

namespace mote {

// Gives whether anything changed.
bool fold_flatten_order(Graph& graph);

}  // namespace mote
