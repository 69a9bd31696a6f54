// SPDX-License-Identifier: Apache-2.0
// Scores to probabilities along an axis.
#pragma once

#include "train/torch_op.h"

namespace mote {

inline const TorchOp torch_softmax{
    [](const Graph&, const Node& node, const TorchOperands& in, bool) {
      return at::softmax(in[0] * node.number("beta", 1), node.integer("axis", -1));
    }};

}  // namespace mote
