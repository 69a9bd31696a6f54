// SPDX-License-Identifier: Apache-2.0
// Geometry of a window that slides over one or two spatial axes: convolutions and pools.
#pragma once

#include "ops/op.h"

namespace mote {

// One spatial axis counts as height 1, and so does an image of one column (`is_column`), whose bytes
// are the same: kernels are fastest along a row. Extents in elements; x_* and y_* are the distances between
// neighbours in memory for the layout of the node (attribute channels_last).
struct Window {
  int64_t channels, height, width;  // of the input
  int64_t kernel_height, kernel_width;
  int64_t stride_y, stride_x;
  int64_t dilation_y, dilation_x;
  int64_t pad_top, pad_left, pad_bottom, pad_right;
  int64_t out_height, out_width;
  bool channels_last, is_column = false;

  // Where element (c, y, x) of an image of `channels_` channels and that size stands.
  static int64_t at(bool last, int64_t channels_, int64_t height_, int64_t width_, int64_t c,
                    int64_t y, int64_t x) {
    return last ? (y * width_ + x) * channels_ + c : (c * height_ + y) * width_ + x;
  }
};

// From attributes strides, pads, dilations, ceil_mode, channels_last and the kernel's extents.
// Throws bad_model when they do not fit `x` (rank 3 or 4, batch 1).
Window make_window(const Node& node, const Value& x, std::vector<int64_t> kernel);

// The output's shape with that many channels.
Shape window_output_shape(const Value& x, const Window& window, int64_t channels);

// ONNX's many ways to write it -> attributes kernel_shape, strides, pads, dilations in full.
void normalize_window(const Graph& graph, Node& node, const std::vector<int64_t>& kernel);

}  // namespace mote
