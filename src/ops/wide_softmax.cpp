// SPDX-License-Identifier: Apache-2.0
#include "ops/wide_softmax.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace mote {
namespace {

// Between two entries a chord lies above a hollow curve, so that entries are lowered by half of the
// error in the middle.
StepTable make_table(double (*function)(double), double first, double last) {
  StepTable table{};
  const auto stored = [&](double x) { return std::round(function(x) * 32768); };
  const double step = (last - first) / 512;
  for (size_t i = 0; i < 512; i++) {
    const double x = first + static_cast<double>(i) * step;
    const double next = function(first + static_cast<double>(i + 1) * step) * 32768;
    const double error = std::round((next + stored(x)) / 2) - stored(x + step / 2);
    const double entry = stored(x) - std::round(error / 2);
    table[i] = static_cast<int16_t>(std::clamp(entry, -32768.0, 32767.0));
  }
  table[512] = static_cast<int16_t>(std::clamp(stored(last), -32768.0, 32767.0));
  return table;
}

int32_t hold(int64_t x) {
  return static_cast<int32_t>(std::clamp<int64_t>(x, -32768, 32767));
}

int32_t look_up(const StepTable& table, int32_t x) {
  const auto entry = static_cast<size_t>(256 + (x >> 7));
  const int32_t slope = table[entry + 1] - table[entry];
  return table[entry] + ((slope * (x & 127) + 64) >> 7);
}

}  // namespace

const StepTable& exp_table() {
  static const StepTable table = make_table([](double x) { return std::exp(x); }, -10, 0);
  return table;
}

const StepTable& reciprocal_table() {
  static const StepTable table = make_table([](double x) { return 1 / (1 + x); }, 0, 1);
  return table;
}

FixedPoint wide_softmax_scale(double scale, double beta) {
  return fixed_point(scale * beta / (10.0 / 65535.0));
}

Tensor wide_softmax_row(const Tensor& row, FixedPoint by) {
  const double largest = *std::max_element(row.begin(), row.end());
  std::vector<int32_t> terms;
  int32_t sum = 0;
  for (double x : row) {
    const int32_t difference = rescale(static_cast<int64_t>(x - largest), by);
    terms.push_back(look_up(exp_table(), hold(int64_t{difference} + 32767)));
    sum += terms.back();
  }
  const int zeros = std::countl_zero(static_cast<uint32_t>(sum));
  const int64_t mantissa = ((int64_t{sum} << (zeros - 1)) + (1 << 13)) >> 14;
  const int64_t scale = look_up(reciprocal_table(), hold(mantissa - (1 << 15) - (1 << 16)));
  const int right = 31 - zeros;
  Tensor y;
  for (int32_t term : terms) {
    y.push_back(hold(std::max<int64_t>(0, (term * scale + (int64_t{1} << (right - 1))) >> right)));
  }
  return y;
}

}  // namespace mote
