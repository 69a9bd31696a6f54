// SPDX-License-Identifier: Apache-2.0
// Weights of int8 products in the form that device/kernels/portable/quads_walk.h reads.
#pragma once

#include <optional>
#include <vector>

#include "forms/byte_product.h"
#include "forms/proofs.h"

namespace mote {

// How the rows' sums become bytes: where each begins when x is read as bytes + 128, and by what it
// is scaled (one entry for all rows that are scaled alike).
struct ScaledProduct {
  Tensor starts;
  ByteScales scales;
};

// Null when a row's sums or multiplier leave no room for it.
std::optional<ScaledProduct> scale_product(Proofs& proofs, const ByteProduct& product);

// The least and the largest sum of a row over all inputs of int8, and how it becomes a byte.
ByteRow row_of(const ByteProduct& product, int64_t row);

// What a row's sum starts at when x is read as bytes + 128.
int64_t start_of(const ByteProduct& product, int64_t row);

// What the kernel's sum of a row may be.
struct SumRange {
  int64_t least, most;
};
SumRange moved_range(const ByteProduct& product, const ScaledProduct& scaled, int64_t row);

struct Quads {
  KernelData stream, scales;
  int64_t is_shared = 0;  // 1: one scale for all rows; 2: one of two products
  int64_t shifts = 0;     // first + 32 * second
  ScaleShares shares = {};
};

// Null when a row's sums or multiplier leave no room for it.
std::optional<Quads> pack_quads(Proofs& proofs, const ByteProduct& product);

// For kernels that take the sums themselves; `by`, y_zero and clamp do not matter.
std::optional<KernelData> pack_quads_of_sums(const ByteProduct& product);

}  // namespace mote
