// SPDX-License-Identifier: Apache-2.0
// Drops elements while training; nothing happens otherwise.
#pragma once

#include "train/torch_op.h"

namespace mote {

inline const TorchOp torch_dropout{
    [](const Graph&, const Node& node, const TorchOperands& in, bool training) {
      return at::dropout(in[0], node.number("ratio", 0.5), training);
    }};

}  // namespace mote
