// SPDX-License-Identifier: Apache-2.0
// Batch normalization disappears into the convolution or product before it.
#pragma once

#include "ir/graph.h"

namespace mote {

// Gives whether anything changed.
bool fold_batch_norm(Graph& graph);

}  // namespace mote
