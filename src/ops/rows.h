// SPDX-License-Identifier: Apache-2.0
// Normalizations: y = (x - mean) / sqrt(variance + epsilon) * gain + bias over
// rows of elements that lie together in memory.
#pragma once

#include "ops/op.h"

namespace mote {

// Element i of x has gain and bias number i / inner % channels.
struct Rows {
  int64_t count = 1, length = 1, inner = 1, channels = 1;
  bool is_centered = true;  // else the mean counts as 0
};

// Operands: x, gain, bias (may be absent).
Tensor rows_reference(const Node& node, const Rows& rows, std::span<const Tensor* const> in);
KernelCall rows_call(const Node& node, const Rows& rows);

// Rows of the axes from `axis` on, with a gain for each of their elements.
Rows rows_from_axis(const Graph& graph, const Node& node, int64_t axis);

// Throws unless all operands are floats and gain and bias have rows.channels
// elements.
void check_rows(const Graph& graph, const Node& node, const Rows& rows);

}  // namespace mote
