// SPDX-License-Identifier: Apache-2.0
#include "ops/fixed_softmax.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "ops/fixed_point.h"

namespace mote {
namespace {

// Bits before the point: of the exponential's argument, of the sum of a row.
constexpr int kArgumentBits = 5;
constexpr int kSumBits = 12;

// a * b * 2^-31, halves go up; the only product that does not fit saturates.
int32_t high_product(int32_t a, int32_t b) {
  if (a == INT32_MIN && b == INT32_MIN) return INT32_MAX;
  return static_cast<int32_t>((int64_t{a} * b + (int64_t{1} << 30)) >> 31);
}

// x * 2^-shift, halves go away from zero.
int32_t divide_by_power(int32_t x, int shift) {
  if (shift > 31) return 0;
  const int64_t half = shift == 0 ? 0 : int64_t{1} << (shift - 1);
  const int64_t magnitude = (std::abs(int64_t{x}) + half) >> shift;
  return static_cast<int32_t>(x < 0 ? -magnitude : magnitude);
}

// x * 2^shift, saturated.
int32_t multiply_by_power(int32_t x, int shift) {
  const int64_t product = int64_t{x} * (int64_t{1} << shift);
  return static_cast<int32_t>(std::clamp<int64_t>(product, INT32_MIN, INT32_MAX));
}

// exp(a) for a in [-1/4, 0), 31 fractional bits: a series about -1/8.
int32_t exp_near_zero(int32_t a) {
  constexpr int32_t exp_of_eighth = 1895147668;  // exp(-1/8)
  constexpr int32_t third = 715827883;
  const int32_t x = a + (1 << 28);
  const int32_t x2 = high_product(x, x);
  const int32_t x3 = high_product(x2, x);
  const int32_t x4 = high_product(x2, x2);
  const int32_t higher = divide_by_power(high_product(divide_by_power(x4, 2) + x3, third) + x2, 1);
  return exp_of_eighth + high_product(exp_of_eighth, x + higher);
}

// exp(a) for a <= 0 with 26 fractional bits -> 31 fractional bits.
int32_t exp_of_negative(int32_t a) {
  if (a == 0) return INT32_MAX;
  // exp(-2^k) for k = -2 .. 4.
  constexpr int32_t powers[] = {1672461947, 1302514674, 790015084, 290630308,
                                39332535,   720401,     242};
  constexpr int32_t quarter = 1 << 24;
  const int32_t fraction = (a & (quarter - 1)) - quarter;
  int32_t result = exp_near_zero(fraction * (1 << kArgumentBits));
  const int32_t rest = fraction - a;
  for (int k = 0; k < 7; k++) {
    if ((rest & (quarter << k)) != 0) result = high_product(result, powers[k]);
  }
  return result;
}

// 1 / (1 + a) for a in [0, 1): three steps of Newton's division.
int32_t reciprocal_of_one_plus(int32_t a) {
  constexpr int32_t first = 1515870810, slope = -1010580540;  // 48 / 17, -32 / 17, 29 bits
  const auto half = static_cast<int32_t>((int64_t{a} + INT32_MAX + 1) / 2);
  int32_t x = first + high_product(half, slope);
  for (int step = 0; step < 3; step++) {
    const int32_t missing = (1 << 29) - high_product(half, x);
    x += multiply_by_power(high_product(x, missing), 2);
  }
  return multiply_by_power(x, 1);
}

}  // namespace

int32_t softmax_term(int32_t difference, double scale, double beta) {
  const double real = std::min(beta * scale * (1 << (31 - kArgumentBits)), 0x1p31 - 1);
  if (difference == 0) return INT32_MAX;
  if (real >= 0x1p30) return 0;
  const FixedPoint by = fixed_point(real);
  const double reach = ((1 << kArgumentBits) - 1) * std::ldexp(1.0, 31 - kArgumentBits - by.shift);
  if (difference > std::floor(reach)) return 0;
  return exp_of_negative(rescale(-difference, by));
}

Tensor softmax_row(const std::vector<int32_t>& terms, int bits) {
  int32_t sum = 0;
  for (int32_t term : terms) sum += divide_by_power(term, kSumBits);
  const int zeros = std::countl_zero(static_cast<uint32_t>(sum));
  const uint32_t mantissa = static_cast<uint32_t>(sum) << zeros;
  const int32_t scale = reciprocal_of_one_plus(static_cast<int32_t>(mantissa - (1u << 31)));
  const int32_t low = -(1 << (bits - 1)), high = -low - 1;
  Tensor y;
  for (int32_t term : terms) {
    const int32_t unsigned_result =
        divide_by_power(high_product(scale, term), kSumBits - zeros + 31 - bits);
    y.push_back(std::clamp(unsigned_result + low, low, high));
  }
  return y;
}

}  // namespace mote
