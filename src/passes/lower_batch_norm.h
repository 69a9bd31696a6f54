// SPDX-License-Identifier: Apache-2.0
// Batch normalization that could not be folded becomes a product and a sum.
#pragma once

#include "ir/graph.h"

namespace mote {

// Gives whether anything changed.
bool lower_batch_norm(Graph& graph);

}  // namespace mote
