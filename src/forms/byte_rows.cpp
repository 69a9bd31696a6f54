// SPDX-License-Identifier: Apache-2.0
// The output is a step function of the sum, so a formula that steps at the same sums is equal to it
// everywhere: at most 255 comparisons are a proof.
#include "forms/byte_rows.h"

#include <algorithm>
#include <cmath>

namespace mote {
namespace {

// The output reaches `byte` at the sum `at`: in [least, most + 1], where least says "always" and
// most + 1 "never".
struct Step {
  int64_t byte, at;
};

int64_t byte_of(const ByteRow& row, int64_t sum) {
  return rescale(sum, row.by) + row.zero;
}

// The least sum in [low, high] that gives `byte` or more; high when none below it does.
int64_t first_sum(const ByteRow& row, int64_t byte, int64_t low, int64_t high) {
  while (low < high) {
    const int64_t middle = low + (high - low) / 2;
    if (byte_of(row, middle) >= byte) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

std::vector<Step> steps_of(const ByteRow& row) {
  std::vector<Step> steps;
  int64_t low = row.least;
  for (int64_t byte = 1; byte <= 255; byte++) {
    low = first_sum(row, byte, low, row.most + 1);
    steps.push_back({byte, low});
  }
  return steps;
}

int64_t floor_div(int64_t n, int64_t d) {
  return n / d - (n % d < 0 ? 1 : 0);
}

bool fits(int64_t value, int bits) {
  return value >= -(int64_t{1} << (bits - 1)) && value < int64_t{1} << (bits - 1);
}

// floor((sum * multiplier + c) / 2^(first + second)) in two products of 32 bits, for a sum moved by
// start. Null when c would have to be two things at once or a product may overflow.
std::optional<ByteScale> two_products(const ByteRow& row, const std::vector<Step>& steps,
                                      int64_t multiplier, int first, int second, int bits) {
  const int shift = first + second;
  int64_t least = -(int64_t{1} << 62), most = int64_t{1} << 62;  // c
  for (const Step& step : steps) {
    const int64_t goal = step.byte << shift;
    if (step.at <= row.most) least = std::max(least, goal - step.at * multiplier);
    if (step.at > row.least) most = std::min(most, goal - (step.at - 1) * multiplier - 1);
    if (least > most) return std::nullopt;
  }
  const int64_t c = least < -(int64_t{1} << 61) ? most
                    : most > (int64_t{1} << 61) ? least
                                                : floor_div(least + most, 2);
  const int64_t start = floor_div(c, multiplier), rest = c - start * multiplier;
  const int64_t half = int64_t{1} << (first - 1);
  const int64_t low = ((multiplier + half) & (2 * half - 1)) - half;
  const int64_t high = (multiplier - low) >> first;
  if (!fits(low, 16) || high < 0 || high > 0x7fff || !fits(rest, 32)) return std::nullopt;
  for (int64_t sum : {row.least + start, row.most + start}) {
    const int64_t inner = sum * low + rest;
    if (!fits(sum, bits) || !fits(sum * low, 32) || !fits(inner, 32) || !fits(sum * high, 32) ||
        !fits(sum * high + (inner >> first), 32)) {
      return std::nullopt;
    }
  }
  return ByteScale{static_cast<uint32_t>(high) << 16 | (static_cast<uint32_t>(low) & 0xffffu),
                   static_cast<uint32_t>(rest), start};
}

// Multipliers next to the real one, the nearest first.
std::optional<ByteScale> two_products(const ByteRow& row, const std::vector<Step>& steps, int first,
                                      int second, int bits) {
  constexpr int64_t near = 6;
  const double real = std::ldexp(row.by.multiplier, first + second - 31 + row.by.shift);
  if (real < 1 || real >= std::ldexp(1.0, first + 15)) return std::nullopt;
  const auto nearest = static_cast<int64_t>(std::llround(real));
  for (int64_t i = 0; i <= 2 * near; i++) {
    const int64_t multiplier = nearest + (i % 2 == 0 ? i / 2 : -(i + 1) / 2);
    if (multiplier < 1) continue;
    if (auto scale = two_products(row, steps, multiplier, first, second, bits)) return scale;
  }
  return std::nullopt;
}

// What quads.h does when v < 0, sums of 24 bits.
int64_t exact_byte(int64_t sum, const ByteScale& scale) {
  int64_t y = 0;
  for (int byte = 0; byte < 3; byte++) y = (sum * (scale.v >> (8 * byte) & 255) + y) >> 8;
  y += sum * (scale.v >> 24 & 127) + (sum < 0 ? -128 : 0) + static_cast<int32_t>(scale.w & ~63u);
  return y >> (scale.w & 63);
}

std::optional<ByteScale> exact(const ByteRow& row, const std::vector<Step>& steps, int bits) {
  const auto found = exact_scale(row.by, row.zero);
  if (!found || bits > 24 || !fits(row.least, bits) || !fits(row.most, bits)) return std::nullopt;
  const ByteScale& scale = *found;
  for (const Step& step : steps) {
    if (step.at <= row.most && exact_byte(step.at, scale) < step.byte) return std::nullopt;
    if (step.at > row.least && exact_byte(step.at - 1, scale) >= step.byte) return std::nullopt;
  }
  return scale;
}

struct Shifts {
  int first, second;
};

// All rows by these shifts; rows for which two products do not do are exact ones.
std::optional<ByteScales> with_shifts(const std::vector<ByteRow>& rows,
                                      const std::vector<std::vector<Step>>& steps, Shifts shifts,
                                      int bits, size_t& proved) {
  ByteScales scales{shifts.first, shifts.second, {}};
  proved = 0;
  for (size_t i = 0; i < rows.size(); i++) {
    auto scale = two_products(rows[i], steps[i], shifts.first, shifts.second, bits);
    proved += scale.has_value() ? 1 : 0;
    if (!scale) scale = exact(rows[i], steps[i], bits);
    if (!scale) return std::nullopt;
    scales.rows.push_back(*scale);
  }
  return scales;
}

int64_t pair_byte(int64_t sum, const ByteScale& scale) {
  const int64_t product = sum * scale.v >> 16;
  return (product + (sum < 0 ? -32768 : 0) + static_cast<int32_t>(scale.w & ~255u)) >>
         (scale.w & 255);
}

bool does_pair(const ByteRow& row, const std::vector<Step>& steps, const ByteScale& scale) {
  const int64_t high = scale.v >> 16, added = static_cast<int32_t>(scale.w & ~255u);
  for (int64_t own : {row.least, row.most}) {
    const int64_t sum = own + scale.start, product = sum * scale.v >> 16;
    if (!fits(sum, 16) || !fits(sum * high, 32) || !fits(product - 32768, 32)) return false;
    if (!fits(product + added, 32) || !fits(product - 32768 + added, 32)) return false;
  }
  for (const Step& step : steps) {
    const int64_t at = step.at + scale.start;
    if (step.at <= row.most && pair_byte(at, scale) < step.byte) return false;
    if (step.at > row.least && pair_byte(at - 1, scale) >= step.byte) return false;
  }
  return true;
}

}  // namespace

std::optional<ByteScale> exact_scale(FixedPoint by, int64_t zero) {
  const int right = -by.shift;
  if (by.multiplier == 0 || right < 1 || right > 15 || zero < 0 || zero > 255) return std::nullopt;
  const int64_t added = 64 + (int64_t{1} << (6 + right)) + (zero << (right + 7));
  return ByteScale{static_cast<uint32_t>(by.multiplier) | 1u << 31,
                   static_cast<uint32_t>(added) | static_cast<uint32_t>(right + 7), 0};
}

// A shift to the right rounds sums below zero like pair_bytes.h. Without one there is only one
// rounding, whatever the sign: sums begin where none is below zero and, as w has no room for the
// last bits of what is added, where these are next to nothing.
std::optional<ByteScale> pair_scale(const ByteRow& row) {
  const int right = -row.by.shift, shift = right + 15;
  if (row.by.multiplier == 0 || shift < 8 || shift > 30) return std::nullopt;
  const auto steps = steps_of(row);
  const auto v = static_cast<uint32_t>(row.by.multiplier);
  const auto scale_of = [&](int64_t added, int64_t start) -> std::optional<ByteScale> {
    const auto w = static_cast<uint32_t>(added) & ~255u;
    const ByteScale scale{v, w | static_cast<uint32_t>(shift), start};
    return fits(added, 32) && does_pair(row, steps, scale) ? std::optional(scale) : std::nullopt;
  };
  const int64_t zero = row.zero << shift;
  if (right > 0) return scale_of(zero + (int64_t{1} << 14) + (int64_t{1} << (shift - 1)), 0);
  const int64_t half = int64_t{1} << (shift + 15);
  for (int64_t start = -row.least; start + row.most <= 32767; start++) {
    const int64_t lack = (half - start * row.by.multiplier + (int64_t{1} << 23)) >> 24;
    if (auto scale = scale_of(zero + (lack << 8), start)) return scale;
  }
  return std::nullopt;
}

int64_t settle(ByteRow& row) {
  constexpr int64_t far = int64_t{1} << 31;
  int64_t move = 0;
  if (row.by.multiplier == 0 || row.by.shift > 0) return 0;
  if (byte_of(row, row.most) < 1) {
    move = first_sum(row, 1, -far, far) - 1 - row.most;
  } else if (byte_of(row, row.least) >= 255) {
    move = first_sum(row, 255, -far, far) - row.least;
  }
  row.least += move;
  row.most += move;
  return move;
}

ScaleShares shares_of(const ByteScales& scales) {
  double exact = 0;
  bool is_shared = true;
  for (const ByteScale& row : scales.rows) {
    exact += row.v >> 31;
    is_shared = is_shared && row.v == scales.rows[0].v;
  }
  return {is_shared && exact == 0 ? 0.0 : 1.0, exact / static_cast<double>(scales.rows.size())};
}

std::optional<ByteScales> byte_scales(const std::vector<ByteRow>& rows, int bits, int first_shift) {
  std::vector<std::vector<Step>> steps;
  for (const ByteRow& row : rows) {
    // Beyond that, 64 bits do not hold what the reference computes with.
    const bool is_far = !fits(row.least, 25) || !fits(row.most, 25) || row.by.shift > 7;
    if (row.by.multiplier == 0 || is_far) return std::nullopt;
    steps.push_back(steps_of(row));
  }
  std::optional<ByteScales> best;
  size_t best_proved = 0;
  const int from = first_shift == 0 ? 8 : first_shift, to = first_shift == 0 ? 16 : first_shift;
  for (int first = from; first <= to; first++) {
    for (int second = 10; second <= 23; second++) {
      size_t proved = 0;
      auto scales = with_shifts(rows, steps, {first, second}, bits, proved);
      if (!scales || (best && proved <= best_proved)) continue;
      best = scales;
      best_proved = proved;
      if (proved == rows.size()) return best;
    }
  }
  return best;
}

}  // namespace mote
