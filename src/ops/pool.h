// SPDX-License-Identifier: Apache-2.0
// What max_pool, average_pool and global_average_pool share.
#pragma once

#include <functional>

#include "ops/op.h"
#include "ops/window.h"

namespace mote {

// The window of a pool; global pools (no kernel_shape) cover the whole image.
Window pool_window(const Graph& graph, const Node& node);

void infer_pool(Graph& graph, const Node& node);
void normalize_pool(Graph& graph, Node& node);

// Calls take(position in y, elements of x under the window) for every output element.
void for_each_pool(const Window& window, const Tensor& x,
                   const std::function<void(size_t, const Tensor&)>& take);

// kernel(x, height, width, channels, kernel y x, stride y x, pad top left, out y x, y).
KernelCall pool_call(const Graph& graph, const Node& node, const std::string& kernel);

std::vector<Graph> pool_samples(const std::string& op, bool global);

}  // namespace mote
