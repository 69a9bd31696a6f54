// SPDX-License-Identifier: Apache-2.0
// Weights of int8 products in the form that device/kernels/portable/halves.h reads.
#pragma once

#include <optional>
#include <vector>

#include "forms/byte_product.h"
#include "forms/loop_counts.h"

namespace mote {

// Longer vectors stay bytes, for the sake of RAM.
inline constexpr int64_t kMostHalves = 256;

struct Halves {
  KernelData stream, scales;
  bool is_shared = false;  // one block's scales for all rows
  int64_t pairs = 0;       // of inputs
};

// Which columns a row of words holds, two in each, when its inputs are `runs` runs of `length`
// (see halves_lanes.h); -1: none.
std::vector<int64_t> halves_lanes(int64_t runs, int64_t length);

// In blocks of four rows. Null when a row's sums, weights or multiplier leave no room for it, or
// what is added to fill blocks and pairs is more than there was.
std::optional<Halves> pack_halves(const ByteProduct& product, const std::vector<int64_t>& lanes);

// The right shift, less 1, by which halves_scale.h does what `by` says. Null when there is none.
std::optional<int> halves_shift(FixedPoint by);

// conv_halves_s8 for a product at the positions of `window`, whose channels are x's.
struct ConvHalves {
  KernelCall call;
  LoopCounts counts;
};
std::optional<ConvHalves> conv_halves(ValueId x, const Window& window, const ByteProduct& product,
                                      ValueId y);

}  // namespace mote
