// SPDX-License-Identifier: Apache-2.0
// What max_pool and global_max_pool share.
#pragma once

#include "ops/op.h"

namespace mote {

// The largest element under each window; a window that sees only padding gives
// the least number.
std::vector<Tensor> largest_reference(const Graph& graph, const Node& node,
                                      std::span<const Tensor* const> in);
void infer_largest(Graph& graph, const Node& node);
KernelCall largest_call(const Graph& graph, const Node& node);

}  // namespace mote
