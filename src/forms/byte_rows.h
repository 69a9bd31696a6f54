// SPDX-License-Identifier: Apache-2.0
// How a row of an int8 product becomes output bytes, in arithmetic that a core without a long
// multiply does fast, proved equal to TFLite's for every sum that the row can have.
#pragma once

#include <optional>
#include <vector>

#include "forms/scale_shares.h"
#include "ops/fixed_point.h"

namespace mote {

// One row: its sums lie in [least, most], and its output byte is
//   clamp(rescale(sum, by) + zero, 0, 255).
struct ByteRow {
  int64_t least = 0, most = 0;
  FixedPoint by;
  int64_t zero = 0;

  bool operator==(const ByteRow&) const = default;
};

// A row that always gives the same end of the range (its bias is far off) does so from nearby, too:
// moves its sums as near as they come and returns by how much.
int64_t settle(ByteRow& row);

// The same for one row of a device kernel (quads.h says what v and w mean): the kernel's sum is
// the row's sum + start.
struct ByteScale {
  uint32_t v = 0, w = 0;
  int64_t start = 0;
};

// v and w for TFLite's two roundings of a sum of 24 bits (mote_exact_scale) to anything, `zero`
// added to it. Null when the multiplier is not a right shift by 1 to 15.
std::optional<ByteScale> exact_scale(FixedPoint by, int64_t zero);

// m and w of device/kernels/portable/pair_bytes.h for a row of sums of 16 bits. Null when the
// multiplier is far from 1, or 32 bits do not hold what a sum may give.
std::optional<ByteScale> pair_scale(const ByteRow& row);

struct ByteScales {
  int first_shift = 0, second_shift = 0;  // of the rows with two products
  std::vector<ByteScale> rows;
};

ScaleShares shares_of(const ByteScales& scales);

// Two products wherever they can be proved to do, with shifts that suit most rows, the exact form
// elsewhere. `bits`: how many the kernel's sums may have; `first_shift`: 0 for any. Null when a row
// has neither.
std::optional<ByteScales> byte_scales(const std::vector<ByteRow>& rows, int bits,
                                      int first_shift = 0);

}  // namespace mote
