// SPDX-License-Identifier: Apache-2.0
// The arithmetic of average pools.
#pragma once

#include "ops/op.h"

namespace mote {

// Means of what the window sees. Integers: the sum divided by the count, halves away from zero,
// as in TFLite.
std::vector<Tensor> average_reference(const Graph& graph, const Node& node,
                                      std::span<const Tensor* const> in);

}  // namespace mote
