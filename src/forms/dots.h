// SPDX-License-Identifier: Apache-2.0
// Rows of int8 weights for kernels that multiply bytes as they are: the zero point of x is in the
// bias (device/kernels/portable/dots.h).
#pragma once

#include <optional>
#include <vector>

#include "ops/fixed_point.h"
#include "ops/op.h"

namespace mote {

struct Dots {
  KernelData weights;  // as the node has them, and the bytes that kernels may read behind them
  KernelData bias, multiplier, shift;
};

// y[o] = rescale(bias[o] + sum_i w[o, i] * (x[i] - x_zero), by[o]) + y_zero for the rows of w, with
// x_zero taken into the bias. Null when a multiplier is 1 or more or a bias leaves 32 bits.
std::optional<Dots> make_dots(const Value& w, int64_t x_zero, const KernelData& bias,
                              const std::vector<FixedPoint>& by);

}  // namespace mote
