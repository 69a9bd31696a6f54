// SPDX-License-Identifier: Apache-2.0
// What average_pool and global_average_pool share.
#pragma once

#include "ops/op.h"

namespace mote {

// The mean under each window; halves go away from zero on integers. Padding
// counts as 0 when attribute count_include_pad says so, for floats only.
std::vector<Tensor> average_reference(const Graph& graph, const Node& node,
                                      std::span<const Tensor* const> in);
void infer_average(Graph& graph, const Node& node);
KernelCall average_call(const Graph& graph, const Node& node);

}  // namespace mote
