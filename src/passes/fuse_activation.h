// SPDX-License-Identifier: Apache-2.0
// Relu after a convolution, product or sum becomes that node's attribute.
#pragma once

#include "ir/graph.h"

namespace mote {

// Gives whether anything changed.
bool fuse_activation(Graph& graph);

}  // namespace mote
