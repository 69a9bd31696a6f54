// SPDX-License-Identifier: Apache-2.0
// Largest element of each window; padding never wins.
#pragma once

#include <limits>

#include "train/torch_window.h"

namespace mote {

inline const TorchOp torch_max_pool{[](const Graph& graph, const Node& node,
                                       const TorchOperands& in, bool) {
  const TorchWindow window = torch_pool_window(graph, node);
  const at::Tensor x =
      window.padded(window.channels_first(in[0]), -std::numeric_limits<float>::infinity());
  const std::vector<int64_t> zeros(window.kernel.size(), 0);
  return window.as_before(
      window.is_line() ? at::max_pool1d(x, window.kernel, window.strides, zeros, window.dilations)
                       : at::max_pool2d(x, window.kernel, window.strides, zeros, window.dilations));
}};

}  // namespace mote
