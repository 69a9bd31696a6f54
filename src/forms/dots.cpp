// SPDX-License-Identifier: Apache-2.0
#include "forms/dots.h"

#include <algorithm>
#include <cmath>

namespace mote {
namespace {

constexpr size_t kBehindWeights = 15;
constexpr int64_t kRowsAtOnce = 64;  // MOTE_DOTS_ROWS

}  // namespace

std::optional<Dots> make_dots(const ByteProduct& p) {
  for (const FixedPoint& one : p.by) {
    if (one.shift > 0) return std::nullopt;
  }
  Dots dots{{"weights", DType::s8, p.weights},
            {"bias", DType::s32, p.bias},
            multiplier_data(p.by),
            shift_data(p.by)};
  const auto columns = static_cast<size_t>(p.columns);
  for (size_t o = 0; o < p.by.size(); o++) {
    double sum = 0;
    for (size_t i = 0; i < columns; i++) sum += p.weights[o * columns + i];
    dots.bias.elements[o] -= sum * static_cast<double>(p.x_zero);
    if (std::abs(dots.bias.elements[o]) >= std::ldexp(1.0, 31)) return std::nullopt;
  }
  dots.weights.elements.resize(p.weights.size() + kBehindWeights, 0.0);
  return dots;
}

bool dots_are_short(int64_t columns) {
  return columns % 16 == 0 && columns <= 112;
}

LoopCounts dots_counts(const ByteProduct& p, int64_t positions, int64_t at_once) {
  const int64_t calls = (p.rows + kRowsAtOnce - 1) / kRowsAtOnce;
  const int64_t sixteens = (p.columns + 15) / 16, twos = at_once == 2 ? positions / 2 : 0;
  const int64_t ones = positions - 2 * twos;
  const auto count = [](int64_t n) { return static_cast<double>(n); };
  LoopCounts counts{{"scale_steps", count(positions * ((p.rows + 3) / 4))},
                    {"two_calls", count(twos * calls)},
                    {"two_blocks", count(twos * (p.rows / 3))},
                    {"two_steps", count(twos * (p.rows / 3) * sixteens)},
                    {"two_rests", count(twos * (p.rows % 3))},
                    {"two_rest_steps", count(twos * (p.rows % 3) * sixteens)}};
  if (p.rows > 1 && dots_are_short(p.columns)) {
    counts["short_calls"] = count(ones * calls);
    counts["short_firsts"] = count(std::min<int64_t>(ones, 1) * calls);
    counts["short_rows"] = count(ones * (p.rows + p.rows % 2));
    counts["short_steps"] = count(ones * (p.rows + p.rows % 2) * sixteens);
    return counts;
  }
  counts["one_calls"] = count(ones * calls);
  counts["one_firsts"] = count(std::min<int64_t>(ones, 1) * calls);
  counts["one_blocks"] = count(ones * (p.rows / 4));
  counts["one_steps"] = count(ones * (p.rows / 4) * (p.columns / 32));
  counts["one_tails"] = count(ones * (p.rows / 4) * ((p.columns % 32 + 15) / 16));
  counts["one_rests"] = count(ones * (p.rows % 4));
  counts["one_rest_steps"] = count(ones * (p.rows % 4) * sixteens);
  return counts;
}

}  // namespace mote
