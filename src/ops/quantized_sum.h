// SPDX-License-Identifier: Apache-2.0
// int8 and int16 sums and differences as in TFLite's ADD and SUB: both operands are brought to a
// common scale with 20 (int16: 15) extra bits, added or subtracted, then rescaled to y.
#pragma once

#include "ops/op.h"

namespace mote {

// y = a + sign b.
Tensor quantized_sum(const Graph& graph, const Node& node, std::span<const Tensor* const> in,
                     int sign);
// Calls mote_<kernel>_<type>.
KernelCall quantized_sum_call(const Graph& graph, const Node& node, const std::string& kernel);
void add_quantized_sum_samples(const std::string& op, std::vector<Graph>& graphs);

}  // namespace mote
