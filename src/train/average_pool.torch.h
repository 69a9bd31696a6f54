// SPDX-License-Identifier: Apache-2.0
// Mean of what each window sees; padding does not count.
#pragma once

#include <algorithm>
#include <vector>

#include "base/error.h"
#include "train/torch_window.h"

namespace mote {

inline const TorchOp torch_average_pool{
    [](const Graph& graph, const Node& node, const TorchOperands& in, bool) {
      const auto dilations = node.integers("dilations", {});
      const bool is_dense = std::all_of(dilations.begin(), dilations.end(),
                                        [](int64_t dilation) { return dilation == 1; });
      if (!is_dense || node.integer("count_include_pad", 0) != 0) {
        throw Error(ErrorCode::unsupported_operator, node.name,
                    "training has no average with dilations or counted padding");
      }
      const TorchWindow window = torch_pool_window(graph, node);
      const auto means = [&](const at::Tensor& x) {
        const at::Tensor whole = window.padded(x, 0);
        return window.is_line() ? at::avg_pool1d(whole, window.kernel, window.strides)
                                : at::avg_pool2d(whole, window.kernel, window.strides);
      };
      const at::Tensor x = window.channels_first(in[0]);
      return window.as_before(means(x) / means(at::ones_like(x)));
    }};

}  // namespace mote
