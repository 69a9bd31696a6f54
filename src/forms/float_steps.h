// SPDX-License-Identifier: Apache-2.0
// Floats that become int8 by integers of 32 bits: y = (|x| * factor >> shift, with x's sign, +
// added) >> 16, and where that could be wrong.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace mote {

// What a channel's kernel reads: reach << 16 | 16 bits of the gain, and what is added to the
// products, in 2^-16 of a step.
struct FloatSteps {
  int64_t factor, added;
};

struct FloatRows {
  std::vector<FloatSteps> channels;
  // Where the lower 16 bits of a sum reach this, the upper ones are the byte. As bits 16 to 31.
  int64_t doubt;
};

// For y = saturate(round((x - offset) * gain) + zero), computed in float or exactly; null when a
// number is odd (not positive, not finite, far from all bytes).
std::optional<FloatRows> float_rows(std::span<const double> offsets, std::span<const double> gains,
                                    int64_t zero);

}  // namespace mote
