// SPDX-License-Identifier: Apache-2.0
// Zeros around an image are part of the convolution that reads it.
#pragma once

#include "ir/graph.h"

namespace mote {

// pad (constant, real 0, spatial axes only) before a conv becomes the conv's own padding. Whether
// something changed.
bool merge_pad(Graph& graph);

}  // namespace mote
