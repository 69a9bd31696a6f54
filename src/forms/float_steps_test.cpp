// SPDX-License-Identifier: Apache-2.0
#include "forms/float_steps.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <random>

namespace mote {
namespace {

// The sum of a kernel, in 2^-16 of a step.
int64_t sum_of(const FloatSteps& channel, float x) {
  const auto bits = std::bit_cast<uint32_t>(x);
  const int64_t shift = (channel.factor >> 16) - (bits << 1 >> 24);
  const int64_t product = ((bits << 8 | 0x80000000u) >> 16) * (channel.factor & 0xffff);
  const int64_t steps = shift > 31 ? 0 : product >> shift;
  return (x < 0 ? ~steps : steps) + channel.added;
}

TEST(FloatRows, SumsAreTooLargeByNothingToTwiceTheTolerance) {
  std::mt19937 random(1);
  std::uniform_real_distribution<double> uniform(-1, 1);
  for (int i = 0; i < 2000; i++) {
    const double gain = static_cast<float>(std::exp2(40 * uniform(random)));
    const double offset = static_cast<float>(500 * uniform(random) / gain);
    const double zero = std::round(127 * uniform(random));
    const auto rows = float_rows({&offset, 1}, {&gain, 1}, static_cast<int64_t>(zero));
    ASSERT_TRUE(rows) << gain << ' ' << offset;
    for (int j = 0; j < 500; j++) {
      const auto x = static_cast<float>((130 * uniform(random) - zero) / gain + offset);
      const double real = ((x - offset) * gain + zero + 0.5) * 65536;
      const double more = static_cast<double>(sum_of(rows->channels[0], x)) - real;
      EXPECT_GE(more, 0) << x << ' ' << gain << ' ' << offset << ' ' << zero;
      EXPECT_LE(more, static_cast<double>(rows->doubt >> 16))
          << x << ' ' << gain << ' ' << offset << ' ' << zero;
    }
  }
}

TEST(FloatRows, AreNotMadeForOddNumbers) {
  const auto are_made = [](double offset, double gain) {
    return float_rows({&offset, 1}, {&gain, 1}, 0).has_value();
  };
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_TRUE(are_made(0, 1));
  for (const double gain : {0.0, -1.0, 1e-38, 1e38, infinity, std::nan("")}) {
    EXPECT_FALSE(are_made(0, gain)) << gain;
  }
  for (const double offset : {1e5, -1e5, infinity, std::nan("")}) {
    EXPECT_FALSE(are_made(offset, 1)) << offset;
  }
}

}  // namespace
}  // namespace mote
