// SPDX-License-Identifier: Apache-2.0
// Weights of int8 products in the form that device/kernels/portable/quads.h reads.
#pragma once

#include <optional>
#include <vector>

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
  Clamp clamp;
};

struct Quads {
  KernelData stream, scales;
  bool is_shared = false;  // one entry of scales for all rows
  int64_t shifts = 0;      // first + 32 * second
};

// Null when a row's sums or multiplier leave no room for it.
std::optional<Quads> pack_quads(const ByteProduct& product);

}  // namespace mote
