// SPDX-License-Identifier: Apache-2.0
#include "forms/float_steps.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace mote {
namespace {

constexpr double kStep = 65536;             // of the sums
constexpr double kTruncated = 0x1p-15;      // of x: what its mantissa may have beyond 16 bits
constexpr int64_t kMostTolerance = 0x1000;  // an eighth of all x is in doubt

struct Factor {
  int64_t multiplier, reach;
  double error;  // relative, of products
};

// The 16 bits of a gain that make up for half of what is cut off x: products are off by
// (ratio - kTruncated, ratio] of themselves.
std::optional<Factor> factor_of(double gain) {
  if (!std::isfinite(gain) || gain <= 0) return std::nullopt;
  int exponent = 0;
  const double mantissa = std::ldexp(std::frexp(gain, &exponent), 16);
  // x * gain * 2^16 = mantissa of x (16 bits) * multiplier >> (reach - exponent of x). Zero and
  // denormals are shifted out, infinities and NaN have shifts below 2.
  Factor best{0, 142 - exponent, 1};
  if (best.reach < 60 || best.reach > 220) return std::nullopt;
  for (int more = 0; more <= 2; more++) {
    const double multiplier = std::floor(mantissa) + more;
    const double ratio = multiplier / mantissa - 1;
    const double error = std::max(std::abs(ratio), std::abs(kTruncated - ratio)) + 0x1p-28;
    if (multiplier >= 65536 || error >= best.error) continue;
    best.multiplier = static_cast<int64_t>(multiplier);
    best.error = error;
  }
  return best;
}

}  // namespace

// Let |x * gain| <= reach = 130 + |zero| + |offset * gain|; beyond, y is saturated by more than a
// step, which no error of 2^-14 undoes. The sum is off by reach * error for the product, 1 for what
// is shifted out, 1 for the sign, 1/2 for the rounding of offset * gain; and what floats give is
// off from real numbers by two roundings of 2^-24 of at most 258 steps: 2.1. With that tolerance in
// `added`, the sum is too large by 0 to twice the tolerance.
std::optional<FloatRows> float_rows(std::span<const double> offsets, std::span<const double> gains,
                                    int64_t zero) {
  FloatRows rows{{}, 0};
  int64_t tolerance = 0;
  for (size_t c = 0; c < gains.size(); c++) {
    const auto factor = factor_of(gains[c]);
    const double moved = offsets[c] * gains[c];
    if (!factor || !std::isfinite(moved)) return std::nullopt;
    const double reach = 130 + static_cast<double>(std::abs(zero)) + std::abs(moved);
    if (reach * factor->error * kStep + 6 > kMostTolerance) return std::nullopt;
    tolerance =
        std::max(tolerance, static_cast<int64_t>(std::ceil(reach * factor->error * kStep)) + 5);
    rows.channels.push_back({factor->reach << 16 | factor->multiplier,
                             (zero << 16) + 0x8000 - std::llround(moved * kStep)});
  }
  for (FloatSteps& channel : rows.channels) channel.added += tolerance;
  rows.doubt = 2 * tolerance << 16;
  return rows;
}

}  // namespace mote
