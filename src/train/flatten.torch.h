// SPDX-License-Identifier: Apache-2.0
// Joins axes; the samples of a batch stay apart.
#pragma once

#include "train/torch_op.h"

namespace mote {

inline const TorchOp torch_flatten{[](const Graph& graph, const Node& node, const TorchOperands& in,
                                      bool) { return torch_in_output_shape(graph, node, in[0]); }};

}  // namespace mote
