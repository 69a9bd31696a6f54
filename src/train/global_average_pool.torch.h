// SPDX-License-Identifier: Apache-2.0
// Mean of each channel.
#pragma once

#include <vector>

#include "train/torch_op.h"

namespace mote {

inline const TorchOp torch_global_average_pool{
    [](const Graph&, const Node& node, const TorchOperands& in, bool) {
      const int64_t first = node.integer("channels_last", 0) != 0 ? 1 : 2;
      std::vector<int64_t> axes;
      for (int64_t i = 0; i < in[0].dim() - 2; i++) axes.push_back(first + i);
      return at::mean(in[0], axes, /*keepdim=*/true);
    }};

}  // namespace mote
