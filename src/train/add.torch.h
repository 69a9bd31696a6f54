// SPDX-License-Identifier: Apache-2.0
// y = a + b, with broadcasting.
#pragma once

#include "train/torch_op.h"

namespace mote {

inline const TorchOp torch_add{
    [](const Graph&, const Node&, const TorchOperands& in, bool) { return at::add(in[0], in[1]); }};

}  // namespace mote
