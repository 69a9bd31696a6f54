// SPDX-License-Identifier: Apache-2.0
#include "ops/fixed_functions.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "ops/fixed_point.h"

namespace mote {
namespace {

// Names like q31_x: the integer means x * 2^-31.
constexpr int32_t kOne = std::numeric_limits<int32_t>::max();  // of q31

int32_t saturated(int64_t number) {
  constexpr int64_t low = std::numeric_limits<int32_t>::min();
  return static_cast<int32_t>(std::clamp<int64_t>(number, low, kOne));
}

// a b / 2^31, halves up.
int32_t times(int32_t a, int32_t b) {
  const int64_t product = int64_t{a} * b;
  const int64_t half = int64_t{1} << 30;
  return saturated((product + (product >= 0 ? half : 1 - half)) / (int64_t{1} << 31));
}

int32_t shifted_left(int32_t a, int bits) {
  return saturated(int64_t{a} * (int64_t{1} << bits));
}

// a / 2^bits, halves away from 0.
int32_t shifted_right(int32_t a, int bits) {
  const int64_t half = bits == 0 ? 0 : int64_t{1} << (bits - 1);
  const int64_t up = (int64_t{a} + half) >> bits;
  return static_cast<int32_t>(a < 0 && bits > 0 ? (int64_t{a} + half - 1) >> bits : up);
}

// exp(a) for -1/4 <= a < 0: the series about -1/8.
int32_t exp_of_small(int32_t q31_a) {
  constexpr int32_t exp_of_eighth = 1895147668, third = 715827883;
  const int32_t x = q31_a + (1 << 28);
  const int32_t x2 = times(x, x), x3 = times(x2, x), x4 = times(x2, x2);
  const int32_t rest = shifted_right(times(shifted_right(x4, 2) + x3, third) + x2, 1);
  return exp_of_eighth + times(exp_of_eighth, x + rest);
}

// exp(a) for a <= 0 with `integer_bits` bits before the point, as q31: the multiples of 1/4 by
// factors, the rest by the series.
int32_t exp_of_negative(int32_t a, int integer_bits) {
  if (a == 0) return kOne;
  const int fraction_bits = 31 - integer_bits;
  const int32_t quarter = 1 << (fraction_bits - 2);
  const int32_t rest = (a & (quarter - 1)) - quarter;
  int32_t result = exp_of_small(shifted_left(rest, integer_bits));
  const int32_t quarters = rest - a;
  // exp(-2^power) for power = -2 .. 4
  constexpr int32_t factors[] = {1672461947, 1302514674, 790015084, 290630308,
                                 39332535,   720401,     242};
  for (int power = -2; power <= 4; power++) {
    if (integer_bits <= power || (quarters >> (fraction_bits + power) & 1) == 0) continue;
    result = times(result, factors[power + 2]);
  }
  return result;
}

// 2 / (1 + a) for 0 <= a <= 1, as q29: Newton's iteration from 48/17 - 32/17 d, d = (1 + a) / 2.
int32_t reciprocal_of_half_sum(int32_t q31_a) {
  constexpr int32_t q29_48_over_17 = 1515870810, q29_minus_32_over_17 = -1010580540;
  const auto d = static_cast<int32_t>((int64_t{q31_a} + kOne + 1) / 2);
  int32_t x = q29_48_over_17 + times(d, q29_minus_32_over_17);
  for (int i = 0; i < 3; i++) {
    const int32_t missing = (1 << 29) - times(d, x);
    x += shifted_left(times(x, missing), 2);
  }
  return x;
}

int32_t q31_sigmoid(int32_t q27_x) {
  if (q27_x == 0) return 1 << 30;
  const int32_t power = exp_of_negative(q27_x > 0 ? -q27_x : q27_x, 4);
  const int32_t positive = shifted_left(reciprocal_of_half_sum(power), 1);
  return q27_x > 0 ? positive : kOne - positive;
}

int32_t q31_tanh(int32_t q27_x) {
  if (q27_x == 0) return 0;
  // exp(2 x): the same bits with one more of them before the point.
  const int32_t power = exp_of_negative(q27_x > 0 ? -q27_x : q27_x, 5);
  const int32_t size = shifted_left(reciprocal_of_half_sum(power) - (1 << 29), 2);
  return q27_x > 0 ? size : -size;
}

// y of each x by a function of q31, its results rounded to `bits` bits.
Tensor table_of(const Value& x, const Value& y, int32_t (*function)(int32_t), int bits) {
  constexpr int integer_bits = 4;
  const double scale = double{x.quant.scale[0]} * (1 << (31 - integer_bits));
  if (scale < 1 || scale >= 0x1p30) return {};
  const FixedPoint by = fixed_point(scale);
  const auto radius = static_cast<int64_t>(
      std::floor(15.0 * (int64_t{1} << (31 - integer_bits)) / std::ldexp(1.0, by.shift)));
  Tensor table;
  for (int64_t stored = -128; stored < 128; stored++) {
    const int64_t offset = stored - x.quant.zero_point[0];
    double result = offset < 0 ? -128 : 127;
    if (std::abs(offset) < radius) {
      const int32_t q31 = function(rescale(offset, by));
      result = shifted_right(q31, 31 - bits) + y.quant.zero_point[0];
    }
    table.push_back(std::clamp(result, -128.0, 127.0));
  }
  return table;
}

bool has_quant(const Value& y, float scale, int32_t zero) {
  return y.quant.scale[0] == scale && y.quant.zero_point[0] == zero;
}

}  // namespace

Tensor fixed_sigmoid_table(const Value& x, const Value& y) {
  return has_quant(y, 1.0f / 256, -128) ? table_of(x, y, q31_sigmoid, 8) : Tensor{};
}

Tensor fixed_tanh_table(const Value& x, const Value& y) {
  return has_quant(y, 1.0f / 128, 0) ? table_of(x, y, q31_tanh, 7) : Tensor{};
}

namespace {

int32_t saturated_16(int32_t number) {
  return std::clamp<int32_t>(number, -32768, 32767);
}

// a b / 2^15 on 16 bits; halves up or, when not rounding, toward 0.
int32_t times_16(int32_t a, int32_t b, bool is_rounding) {
  const int32_t product = a * b;
  const int32_t half = product >= 0 ? 1 << 14 : 1 - (1 << 14);
  return saturated_16((product + (is_rounding ? half : 0)) / (1 << 15));
}

// The upper 16 bits of a multiplier.
int32_t upper_half(int32_t multiplier) {
  constexpr int32_t half = 1 << 15;
  return multiplier >= kOne - half ? 32767 : (multiplier + half) >> 16;
}

}  // namespace

Tensor fixed_hard_swish_table(const Value& x, const Value& y) {
  const float fine = 1.0f / 128 * x.quant.scale[0];
  const FixedPoint to_y = fixed_point(double{fine / y.quant.scale[0]});
  const FixedPoint to_gate = fixed_point(double{fine / (3.0f / 32768)});
  if (to_y.shift > 0 || to_gate.shift > 15 || to_gate.shift < -15 || to_y.shift < -15) return {};
  Tensor table;
  for (int32_t stored = -128; stored < 128; stored++) {
    const int32_t offset = saturated_16((stored - x.quant.zero_point[0]) * 128);
    const int32_t before_shift = times_16(offset, upper_half(to_y.multiplier), true);
    // max(0, min(6, x + 3)) / 6 as a number of 2^-15.
    int32_t gate = offset;
    if (to_gate.shift > 0) gate = saturated_16(gate * (1 << (to_gate.shift - 1)));
    gate = times_16(gate, upper_half(to_gate.multiplier), true);
    if (to_gate.shift > 0) gate = saturated_16(gate * 2);
    if (to_gate.shift < 0) gate = shifted_right(gate, -to_gate.shift);
    gate = (gate + (1 << 15)) >> 1;
    const int32_t product = times_16(gate, before_shift, false);
    const int32_t result = shifted_right(product, -to_y.shift) + y.quant.zero_point[0];
    table.push_back(std::clamp(result, -128, 127));
  }
  return table;
}

Tensor fixed_leaky_relu_table(const Value& x, const Value& y, double alpha) {
  if (alpha < 0) return {};
  const float scale = x.quant.scale[0];
  const FixedPoint above = fixed_point(double{scale / y.quant.scale[0]});
  const FixedPoint below =
      fixed_point(double{scale * static_cast<float>(alpha) / y.quant.scale[0]});
  Tensor table;
  for (int64_t stored = -128; stored < 128; stored++) {
    const int64_t offset = stored - x.quant.zero_point[0];
    const double steps = rescale(offset, offset >= 0 ? above : below);
    table.push_back(std::clamp(steps + y.quant.zero_point[0], -128.0, 127.0));
  }
  return table;
}

}  // namespace mote
