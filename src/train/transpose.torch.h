// SPDX-License-Identifier: Apache-2.0
// Permutes axes.
#pragma once

#include "train/torch_op.h"

namespace mote {

inline const TorchOp torch_transpose{
    [](const Graph&, const Node& node, const TorchOperands& in, bool) {
      std::vector<int64_t> reversed;
      for (int64_t axis = in[0].dim(); axis-- > 0;) reversed.push_back(axis);
      return in[0].permute(node.integers("perm", reversed)).contiguous();
    }};

}  // namespace mote
