// SPDX-License-Identifier: Apache-2.0
// What pools share: windows that slide over the image of each channel, or cover
// the whole of it.
#pragma once

#include <functional>

#include "ops/op.h"
#include "ops/window.h"

namespace mote {

// The window of a pool; global pools (no kernel_shape) cover the whole image.
// Its channels are those of one image; a batch is so many images.
Window pool_window(const Graph& graph, const Node& node);
std::optional<Window> window_of_pool(const Graph& graph, const Node& node);  // OpDef::window

// x may be f32, s8 or one of `others`.
void infer_pool(Graph& graph, const Node& node, std::vector<DType> others = {});
void normalize_pool(Graph& graph, Node& node);

// TFLite's image with its filter_height, filter_width, stride_h, stride_w and
// padding.
void pool_from_tflite(Graph& graph, const Node& node, std::vector<Node>& nodes);

// Elements under a window, and how many there would be if the padding that
// counts were elements.
struct Seen {
  size_t position;  // in y
  Tensor elements;
  int64_t count;
};
void for_each_pool(const Graph& graph, const Node& node, const Tensor& x,
                   const std::function<void(const Seen&)>& take);

// kernel(x, images, height, width, channels, kernel y x, stride y x, dilation y
// x, pad top left, out y x, `extra`, y).
KernelCall pool_call(const Graph& graph, const Node& node, const std::string& kernel,
                     const std::vector<KernelArgument>& extra);

// The range of the output as two arguments of the kernel.
std::vector<KernelArgument> clamp_arguments(const Graph& graph, const Node& node);

std::vector<Graph> pool_samples(const std::string& op, bool global, std::vector<DType> dtypes);

}  // namespace mote
