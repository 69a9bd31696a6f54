// SPDX-License-Identifier: Apache-2.0
// What lp_pool and global_lp_pool share.
#pragma once

#include "ops/op.h"

namespace mote {

// (the sum of |x|^p under each window)^(1/p); attribute p is 2 unless given.
std::vector<Tensor> lp_reference(const Graph& graph, const Node& node,
                                 std::span<const Tensor* const> in);
void infer_lp(Graph& graph, const Node& node);
KernelCall lp_call(const Graph& graph, const Node& node);

}  // namespace mote
