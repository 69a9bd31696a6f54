// SPDX-License-Identifier: Apache-2.0
// Rows of int8 weights for kernels that multiply bytes as they are: the zero point of x is in the
// bias (device/kernels/portable/dots.h).
#pragma once

#include <optional>

#include "forms/byte_product.h"
#include "forms/loop_counts.h"

namespace mote {

struct Dots {
  KernelData weights;  // as the node has them, and the bytes that kernels may read behind them
  KernelData bias, multiplier, shift;
};

// The product's rows, with x_zero taken into the bias. Null when a multiplier is 1 or more or a
// bias leaves 32 bits.
std::optional<Dots> make_dots(const ByteProduct& product);

// Whether a vector of so many bytes stays in registers, so that one position is read at a time.
bool dots_are_short(int64_t columns);

// How often the loops over rows run for `positions` positions, `at_once` (1 or 2) of them together.
LoopCounts dots_counts(const ByteProduct& product, int64_t positions, int64_t at_once);

}  // namespace mote
