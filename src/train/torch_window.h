// SPDX-License-Identifier: Apache-2.0
// Windows that slide over one or two spatial axes, for torch: convolutions and pools.
#pragma once

#include <algorithm>

#include "train/torch_op.h"

namespace mote {

// Attributes strides, pads, dilations, ceil_mode and channels_last as torch needs them.
struct TorchWindow {
  std::vector<int64_t> kernel, strides, dilations;
  std::vector<int64_t> begins, ends;  // padding before and after each spatial axis
  bool channels_last;

  // kernel: extents along the spatial axes.
  TorchWindow(const Graph& graph, const Node& node, std::vector<int64_t> kernel_extents);

  bool is_symmetric() const { return begins == ends; }
  bool is_line() const { return kernel.size() == 1; }

  // The layout that torch computes in, and back from it.
  at::Tensor channels_first(const at::Tensor& x) const {
    return channels_last ? x.movedim(-1, 1).contiguous() : x;
  }
  at::Tensor as_before(const at::Tensor& y) const {
    return channels_last ? y.movedim(1, -1).contiguous() : y;
  }

  // x (channels first) with its spatial axes made longer by the padding.
  at::Tensor padded(const at::Tensor& x, float value) const;
};

inline TorchWindow::TorchWindow(const Graph& graph, const Node& node,
                                std::vector<int64_t> kernel_extents)
    : kernel(std::move(kernel_extents)) {
  const size_t axes = kernel.size();
  const std::vector<int64_t> ones(axes, 1), zeros(2 * axes, 0);
  strides = node.integers("strides", ones);
  dilations = node.integers("dilations", ones);
  channels_last = node.integer("channels_last", 0) != 0;
  const std::vector<int64_t> pads = node.integers("pads", zeros);
  const size_t first = channels_last ? 1 : 2;
  for (size_t axis = 0; axis < axes; axis++) {
    const int64_t in = graph[node.inputs[0]].shape[first + axis];
    const int64_t out = graph[node.outputs[0]].shape[first + axis];
    const int64_t reach = (kernel[axis] - 1) * dilations[axis] + 1;
    begins.push_back(pads[axis]);
    // ceil_mode lets the last window stand out beyond the padding.
    ends.push_back(
        std::max(pads[axes + axis], (out - 1) * strides[axis] + reach - in - pads[axis]));
  }
}

inline at::Tensor TorchWindow::padded(const at::Tensor& x, float value) const {
  std::vector<int64_t> last_axis_first;
  for (size_t axis = begins.size(); axis-- > 0;) {
    last_axis_first.push_back(begins[axis]);
    last_axis_first.push_back(ends[axis]);
  }
  const bool is_empty = std::all_of(last_axis_first.begin(), last_axis_first.end(),
                                    [](int64_t extent) { return extent == 0; });
  return is_empty ? x : at::constant_pad_nd(x, last_axis_first, value);
}

// A pool's kernel: attribute kernel_shape, or all that is there.
inline TorchWindow torch_pool_window(const Graph& graph, const Node& node) {
  const Shape& shape = graph[node.inputs[0]].shape;
  const bool last = node.integer("channels_last", 0) != 0;
  const std::vector<int64_t> whole(shape.begin() + (last ? 1 : 2), shape.end() - (last ? 1 : 0));
  return {graph, node, node.integers("kernel_shape", whole)};
}

}  // namespace mote
