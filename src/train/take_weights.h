// SPDX-License-Identifier: Apache-2.0
// Begins a training with what an earlier one has learnt.
#pragma once

#include "ir/graph.h"

namespace mote {

// Gives the constants of `graph` the elements of those with the same names in `from`, the
// normalization of the input included. The last fully connected layer stays as it is where its
// shape differs: it may have learnt other classes. Throws bad_model when `from` is no network of
// this architecture, or no more as training left it.
void take_weights(Graph& graph, const Graph& from);

}  // namespace mote
