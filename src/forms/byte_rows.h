// SPDX-License-Identifier: Apache-2.0
// How a row of an int8 product becomes output bytes, in arithmetic that a core without a long
// multiply does fast, proved equal to TFLite's for every sum that the row can have.
#pragma once

#include <optional>
#include <vector>

#include "ops/fixed_point.h"

namespace mote {

// One row: its sums lie in [least, most], and its output byte is
//   clamp(rescale(sum, by) + zero, 0, 255).
struct ByteRow {
  int64_t least = 0, most = 0;
  FixedPoint by;
  int64_t zero = 0;
};

// The same for one row of a device kernel (quads.h says what v and w mean): the kernel's sum is
// the row's sum + start.
struct ByteScale {
  uint32_t v = 0, w = 0;
  int64_t start = 0;
};

struct ByteScales {
  int first_shift = 0, second_shift = 0;  // of the rows with two products
  std::vector<ByteScale> rows;
};

// Two products wherever they can be proved to do, with shifts that suit most rows, the exact form
// elsewhere. `bits`: how many the kernel's sums may have; `first_shift`: 0 for any. Null when a row
// has neither.
std::optional<ByteScales> byte_scales(const std::vector<ByteRow>& rows, int bits,
                                      int first_shift = 0);

}  // namespace mote
