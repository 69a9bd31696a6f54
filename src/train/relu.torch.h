// SPDX-License-Identifier: Apache-2.0
// y = max(x, 0).
#pragma once

#include "train/torch_op.h"

namespace mote {

inline const TorchOp torch_relu{
    [](const Graph&, const Node&, const TorchOperands& in, bool) { return at::relu(in[0]); }};

}  // namespace mote
