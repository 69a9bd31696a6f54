// SPDX-License-Identifier: Apache-2.0
// Rows of int8 weights for kernels that multiply bytes as they are: the zero point of x is in the
// bias (device/kernels/portable/dots.h).
#pragma once

#include <optional>

#include "forms/byte_product.h"

namespace mote {

struct Dots {
  KernelData weights;  // as the node has them, and the bytes that kernels may read behind them
  KernelData bias, multiplier, shift;
};

// The product's rows, with x_zero taken into the bias. Null when a multiplier is 1 or more or a
// bias leaves 32 bits.
std::optional<Dots> make_dots(const ByteProduct& product);

}  // namespace mote
