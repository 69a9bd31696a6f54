// SPDX-License-Identifier: Apache-2.0
// A threshold that as many scores exceed as promised, without keeping any of them.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "learn/threshold.h"

namespace mote {
namespace {

// A threshold with its memory.
struct Threshold {
  int64_t heights[MOTE_THRESHOLD_MARKERS];
  int32_t positions[MOTE_THRESHOLD_MARKERS];
  mote_threshold_state state;

  explicit Threshold(uint32_t one_in) : state{heights, positions, MOTE_THRESHOLD_TAIL(one_in)} {
    mote_threshold_begin(&state);
  }
  Threshold(const Threshold&) = delete;
  void add(int32_t score) { mote_threshold_add(&state, score); }
  int32_t value() const { return mote_threshold_value(&state); }
};

TEST(Threshold, LetsAsManyScoresPassAsPromised) {
  std::mt19937 random(7);
  std::normal_distribution<double> normal;
  std::chi_squared_distribution<double> squares(32);
  for (const uint32_t one_in : {20u, 100u, 1000u}) {
    for (int kind = 0; kind < 3; kind++) {
      const auto draw = [&] {
        const double x = kind == 0   ? normal(random)
                         : kind == 1 ? std::exp(normal(random))
                                     : squares(random);
        return static_cast<int32_t>(std::lround(256 * x));
      };
      double alarms = 0;
      for (int run = 0; run < 10; run++) {
        Threshold threshold(one_in);
        for (uint32_t n = 0; n < 40 * one_in; n++) threshold.add(draw());
        const int32_t most = threshold.value();
        for (int n = 0; n < 20000; n++) alarms += draw() > most;
      }
      const double promised = 200000.0 / one_in;
      EXPECT_NEAR(alarms, promised, 0.25 * promised) << "one in " << one_in << ", kind " << kind;
    }
  }
}

TEST(Threshold, IsTheGreatestScoreWhileFewHaveCome) {
  Threshold threshold(100);
  for (int n = 0; n < 4; n++) {
    EXPECT_EQ(threshold.value(), INT32_MAX);
    threshold.add(10 - 3 * n);
  }
  threshold.add(INT32_MIN);
  EXPECT_EQ(threshold.value(), 10);
  threshold.add(INT32_MAX);
  EXPECT_EQ(threshold.value(), INT32_MAX);
}

TEST(Threshold, FollowsAStreamForGood) {
  std::mt19937 random(8);
  std::normal_distribution<double> normal;
  Threshold threshold(50);
  const auto feed = [&](int count, double scale) {
    for (int n = 0; n < count; n++) {
      threshold.add(static_cast<int32_t>(scale * normal(random)));
    }
    return threshold.value() / scale;
  };
  EXPECT_NEAR(feed(3 * MOTE_THRESHOLD_SAMPLES / 2, 1000), 2.054, 0.05);
  EXPECT_LT(threshold.positions[4], MOTE_THRESHOLD_SAMPLES);
  EXPECT_NEAR(feed(8 * MOTE_THRESHOLD_SAMPLES, 4000), 2.054, 0.1);
}

TEST(Threshold, TakesConstantAndExtremeScores) {
  Threshold threshold(10);
  for (int n = 0; n < 1000; n++) threshold.add(5);
  EXPECT_EQ(threshold.value(), 5);
  for (int n = 0; n < 20000; n++) threshold.add(n % 2 ? INT32_MAX : INT32_MIN);
  EXPECT_GT(threshold.value(), INT32_MAX - 1000);
}

}  // namespace
}  // namespace mote
