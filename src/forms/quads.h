// SPDX-License-Identifier: Apache-2.0
// Weights of int8 products in the form that device/kernels/portable/quads_walk.h
// reads.
#pragma once

#include <optional>
#include <vector>

#include "forms/byte_rows.h"
#include "ops/fixed_point.h"
#include "ops/op.h"

namespace mote {

// y[o] = clamp(rescale(bias[o] + sum_i w[o, i] * (x[i] - x_zero), by[o]) + y_zero), x int8.
struct ByteProduct {
  int64_t rows = 0, columns = 0;
  Tensor weights;  // rows x columns
  Tensor bias;     // one for each row
  std::vector<FixedPoint> by;
  int64_t x_zero = 0, y_zero = 0;
  Clamp clamp = {-128, 127};
};

// How the rows' sums become bytes: where each begins when x is read as bytes + 128, and by what it
// is scaled (one entry for all rows that are scaled alike).
struct ScaledProduct {
  Tensor starts;
  ByteScales scales;
};

// Null when a row's sums or multiplier leave no room for it.
std::optional<ScaledProduct> scale_product(const ByteProduct& product);

// What the kernel's sum of a row may be.
struct SumRange {
  int64_t least, most;
};
SumRange moved_range(const ByteProduct& product, const ScaledProduct& scaled, int64_t row);

struct Quads {
  KernelData stream, scales;
  int64_t is_shared = 0;  // 1: one scale for all rows; 2: one of two products
  int64_t shifts = 0;     // first + 32 * second
};

// Null when a row's sums or multiplier leave no room for it.
std::optional<Quads> pack_quads(const ByteProduct& product);

// For kernels that take the sums themselves; `by`, y_zero and clamp do not matter.
std::optional<KernelData> pack_quads_of_sums(const ByteProduct& product);

}  // namespace mote
