// SPDX-License-Identifier: Apache-2.0
// The same elements under another shape.
#pragma once

#include "train/torch_op.h"

namespace mote {

inline const TorchOp torch_reshape{[](const Graph& graph, const Node& node, const TorchOperands& in,
                                      bool) { return torch_in_output_shape(graph, node, in[0]); }};

}  // namespace mote
