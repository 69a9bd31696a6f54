// SPDX-License-Identifier: Apache-2.0
// What is said to be proved, tried on every sum.
#include "forms/byte_rows.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/random.h"

namespace mote {
namespace {

// device/kernels/portable/byte_scale.h in 64 bits, without the last - 128; fails where 32 bits
// would not hold a product.
int64_t device_byte(int64_t sum, const ByteScale& scale, int first, int second) {
  const auto checked = [](int64_t value) {
    EXPECT_EQ(value, static_cast<int32_t>(value));
    return value;
  };
  int64_t y = 0;
  if (scale.v >> 31 == 0) {
    const int64_t low = static_cast<int16_t>(scale.v & 0xffff), high = scale.v >> 16;
    y = checked(checked(sum * low) + static_cast<int32_t>(scale.w)) >> first;
    y = checked(checked(sum * high) + y) >> second;
  } else {
    for (int i = 0; i < 3; i++) y = checked(checked(sum * (scale.v >> 8 * i & 255)) + y) >> 8;
    y = checked(y + sum * (scale.v >> 24 & 127) + (sum < 0 ? -128 : 0) +
                static_cast<int32_t>(scale.w & ~63u));
    y >>= scale.w & 63;
  }
  return std::clamp<int64_t>(y, 0, 255);
}

int64_t wanted_byte(int64_t sum, const ByteRow& row) {
  return std::clamp<int64_t>(rescale(sum, row.by) + row.zero, 0, 255);
}

std::vector<ByteRow> random_rows(Random& random, int64_t reach, int64_t zero) {
  std::vector<ByteRow> rows;
  for (int i = 0; i < 6; i++) {
    const double real =
        (40.0 + static_cast<double>(random.below(200))) / static_cast<double>(reach);
    rows.push_back({-reach + random.below(reach / 2), reach - random.below(reach / 2),
                    fixed_point(real * (1 + 1e-4 * static_cast<double>(random.below(1000)))),
                    zero});
  }
  return rows;
}

TEST(ByteScales, GiveTheReferencesByteForEverySum) {
  Random random(3);
  int two = 0, exact = 0;
  for (int64_t reach : {700, 9000, 70000, 400000}) {
    for (int64_t zero : {0, 97, 255}) {
      const auto rows = random_rows(random, reach, zero);
      const auto scales = byte_scales(rows, 24);
      ASSERT_TRUE(scales.has_value());
      for (size_t i = 0; i < rows.size(); i++) {
        const ByteScale& scale = scales->rows[i];
        (scale.v >> 31 == 0 ? two : exact)++;
        for (int64_t sum = rows[i].least; sum <= rows[i].most; sum += 1 + reach / 50000) {
          ASSERT_EQ(
              device_byte(sum + scale.start, scale, scales->first_shift, scales->second_shift),
              wanted_byte(sum, rows[i]))
              << sum << " times " << rows[i].by.multiplier << " >> " << -rows[i].by.shift;
        }
      }
    }
  }
  // Both kinds were tried.
  EXPECT_GT(two, 10);
  EXPECT_GT(exact, 10);
}

TEST(ByteScales, AreNoneWhereSumsNeedMoreBits) {
  const ByteRow row{-(int64_t{1} << 25), int64_t{1} << 25, fixed_point(1e-6), 3};
  EXPECT_FALSE(byte_scales({row}, 24).has_value());
}

// device/kernels/portable/pair_bytes.h in 64 bits, as above.
int64_t pair_byte(int64_t sum, const ByteScale& scale) {
  const int64_t high = scale.v >> 16, low = scale.v & 0xffff;
  for (int64_t product : {sum, sum * high, sum * low}) {
    EXPECT_EQ(product, static_cast<int32_t>(product));
  }
  int64_t y = sum * high + (sum * low >> 16) + (sum < 0 ? -32768 : 0);
  y += static_cast<int32_t>(scale.w & ~255u);
  EXPECT_EQ(y, static_cast<int32_t>(y));
  return std::clamp<int64_t>(y >> (scale.w & 255), 0, 255);
}

TEST(PairScale, GivesTheReferencesByteForEverySum) {
  for (int64_t reach : {60, 200, 900, 9000, 20000}) {
    for (int64_t zero : {0, 128, 255}) {
      for (double real : {0.25, 0.5, 101.3, 187.1, 311.7}) {
        const ByteRow row{-reach / 2, reach / 2,
                          fixed_point(real < 1 ? real : real / static_cast<double>(reach)), zero};
        const auto scale = pair_scale(row);
        ASSERT_TRUE(scale.has_value()) << reach << " " << zero << " " << real;
        for (int64_t sum = row.least; sum <= row.most; sum++) {
          ASSERT_EQ(pair_byte(sum + scale->start, *scale), wanted_byte(sum, row)) << sum;
        }
      }
    }
  }
}

TEST(Settle, MovesRowsThatAlwaysSaturate) {
  const FixedPoint by = fixed_point(0.001);
  ByteRow far{1900000000, 1900001000, by, 0};
  const int64_t move = settle(far);
  EXPECT_LT(far.most, 1 << 19);
  EXPECT_EQ(far.least, 1900000000 + move);
  for (int64_t sum = far.least; sum <= far.most; sum++) ASSERT_EQ(wanted_byte(sum, far), 255);
  ByteRow low{-1900001000, -1900000000, by, 20};
  settle(low);
  EXPECT_GT(low.least, -(1 << 19));
  for (int64_t sum = low.least; sum <= low.most; sum++) ASSERT_EQ(wanted_byte(sum, low), 0);
  ByteRow near{-1000, 1000, by, 100};
  EXPECT_EQ(settle(near), 0);
}

}  // namespace
}  // namespace mote
