// SPDX-License-Identifier: Apache-2.0
// Convolutions and pools get the memory order of devices: all channels of a position together.
#pragma once

#include "ir/graph.h"

namespace mote {

// Sets channels_last on every convolution and pool, with transposes around each and its weights
// turned; then lets the transposes cancel, and puts those before a fully connected layer into the
// order of its weights. An image of one row becomes one of one column, whose rows can be computed
// in bands. The results are the same numbers.
void channels_last(Graph& graph);

}  // namespace mote
