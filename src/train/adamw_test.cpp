// SPDX-License-Identifier: Apache-2.0
#include "train/adamw.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace mote {
namespace {

TEST(Adamw, FirstStepIsTheRateAgainstTheSignOfTheGradient) {
  std::vector<float> w = {1, 1, 1}, m(3), v(3);
  const std::vector<float> g = {0.001f, -50, 0};
  adamw({1, 0.1, 0}, g, w, m, v);
  EXPECT_NEAR(w[0], 0.9f, 1e-5f);
  EXPECT_NEAR(w[1], 1.1f, 1e-5f);
  EXPECT_EQ(w[2], 1.0f);
}

TEST(Adamw, DecayShrinksWeightsWithoutGradient) {
  std::vector<float> w = {2}, m(1), v(1);
  const std::vector<float> g = {0};
  adamw({1, 0.1, 0.5}, g, w, m, v);
  EXPECT_FLOAT_EQ(w[0], 2 * (1 - 0.05f));
}

// The textbook form in double, step by step.
TEST(Adamw, FollowsItsEquationsOverManySteps) {
  std::vector<float> w = {3, -2}, m(2), v(2);
  double ww[2] = {3, -2}, mm[2] = {0, 0}, vv[2] = {0, 0};
  for (int64_t t = 1; t <= 200; t++) {
    const std::vector<float> g = {2 * w[0], 20 * w[1] + 1};
    adamw({t, 0.01, 0.1}, g, w, m, v);
    for (size_t i = 0; i < 2; i++) {
      const double gradient = double{g[i]};
      mm[i] = 0.9 * mm[i] + 0.1 * gradient;
      vv[i] = 0.999 * vv[i] + 0.001 * gradient * gradient;
      const double mean = mm[i] / (1 - std::pow(0.9, t));
      const double square = vv[i] / (1 - std::pow(0.999, t));
      ww[i] = ww[i] - 0.01 * 0.1 * ww[i] - 0.01 * mean / (std::sqrt(square) + 1e-8);
    }
    for (size_t i = 0; i < 2; i++) ASSERT_NEAR(double{w[i]}, ww[i], 1e-4) << "step " << t;
  }
}

}  // namespace
}  // namespace mote
