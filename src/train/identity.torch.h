// SPDX-License-Identifier: Apache-2.0
// y = x.
#pragma once

#include "train/torch_op.h"

namespace mote {

inline const TorchOp torch_identity{
    [](const Graph&, const Node&, const TorchOperands& in, bool) { return in[0]; }};

}  // namespace mote
