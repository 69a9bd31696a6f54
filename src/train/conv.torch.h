// SPDX-License-Identifier: Apache-2.0
// Convolution over one or two spatial axes, with groups.
#pragma once

#include <vector>

#include "train/torch_window.h"

namespace mote {

inline const TorchOp torch_conv{
    [](const Graph& graph, const Node& node, const TorchOperands& in, bool) {
      const bool last = node.integer("channels_last", 0) != 0;
      const at::Tensor w = last ? in[1].movedim(-1, 1).contiguous() : in[1];
      const TorchWindow window(graph, node, {w.sizes().begin() + 2, w.sizes().end()});
      const std::vector<int64_t> zeros(window.kernel.size(), 0);
      const bool in_torch = window.is_symmetric();
      const at::Tensor x = window.channels_first(in[0]);
      return window.as_before(at::convolution(
          in_torch ? x : window.padded(x, 0), w, in.size() > 2 ? in[2] : at::Tensor(),
          window.strides, in_torch ? window.begins : zeros, window.dilations,
          /*transposed=*/false, /*output_padding=*/zeros, node.integer("group", 1)));
    },
    /*weights=*/{1, 2}};

}  // namespace mote
