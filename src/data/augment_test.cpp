// SPDX-License-Identifier: Apache-2.0
#include "data/augment.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace mote {
namespace {

Dataset series(int64_t steps, int64_t channels, std::vector<std::string> names = {}) {
  Dataset dataset;
  dataset.shape = {steps, channels};
  dataset.channels = std::move(names);
  return dataset;
}

Dataset image(int64_t height, int64_t width, int64_t channels) {
  Dataset dataset;
  dataset.kind = SampleKind::image;
  dataset.shape = {height, width, channels};
  return dataset;
}

std::vector<float> noise(const Dataset& dataset, uint64_t seed) {
  Random random(seed);
  std::vector<float> values(static_cast<size_t>(dataset.sample_elements()));
  for (float& value : values) value = static_cast<float>(random.normal());
  return values;
}

// Two others that a sample may be mixed with: all 0, all 1.
Split two_others(const Dataset& dataset) {
  Split split;
  split.count = 2;
  split.x.resize(static_cast<size_t>(2 * dataset.sample_elements()));
  std::fill(split.x.begin() + dataset.sample_elements(), split.x.end(), 1.0f);
  return split;
}

std::vector<float> changed(const Dataset& dataset, const Augmentation& how,
                           std::vector<float> values, uint64_t seed) {
  Random random(seed);
  const Split others = two_others(dataset);
  const std::vector<float> deviation(static_cast<size_t>(dataset.shape.back()), 1.0f);
  augment(dataset, others, how, deviation, random, values);
  return values;
}

float dot(const float* a, const float* b) {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

TEST(Augment, WithAllZerosChangesNothing) {
  for (const Dataset& dataset : {series(1, 1), series(2, 3), series(128, 9), image(5, 7, 3)}) {
    const std::vector<float> before = noise(dataset, 1);
    EXPECT_EQ(changed(dataset, {}, before, 2), before);
  }
}

TEST(Augment, IsTheSameForTheSameSeedOnly) {
  const Dataset dataset = series(64, 6);
  const Augmentation how = default_augmentation(dataset);
  const std::vector<float> before = noise(dataset, 1);
  EXPECT_EQ(changed(dataset, how, before, 5), changed(dataset, how, before, 5));
  EXPECT_NE(changed(dataset, how, before, 5), changed(dataset, how, before, 6));
}

TEST(Hidden, ClearsWholeBlocksOfEightSteps) {
  const Dataset dataset = series(20, 3);
  const std::vector<float> before(60, 1);
  std::set<size_t> cleared;  // first elements of blocks
  for (uint64_t seed = 0; seed < 64; seed++) {
    const std::vector<float> after = changed(dataset, {.hidden = 0.3}, before, seed);
    for (size_t i = 0; i < after.size(); i++) {
      EXPECT_EQ(after[i], after[i / 24 * 24]) << "element " << i;
      if (after[i] == 0) cleared.insert(i / 24 * 24);
    }
  }
  EXPECT_EQ(cleared, (std::set<size_t>{0, 24, 48}));
}

TEST(Hidden, ClearsSquaresOfAnImage) {
  const Dataset dataset = image(14, 28, 2);
  const std::vector<float> before(784, 1);
  const std::vector<float> after = changed(dataset, {.hidden = 0.5}, before, 3);
  int cleared = 0;
  for (size_t i = 0; i < after.size(); i++) {
    const size_t row = i / 56, column = i / 2 % 28;
    EXPECT_EQ(after[i], after[(row / 2 * 2 * 28 + column / 4 * 4) * 2]) << "element " << i;
    cleared += after[i] == 0 ? 1 : 0;
  }
  EXPECT_GT(cleared, 784 / 4);
  EXPECT_LT(cleared, 784 * 3 / 4);
}

TEST(ContrastingViews, SuitTheData) {
  const auto [first, second] = contrasting_views(series(128, 9));
  EXPECT_EQ(first.shift, 0);
  EXPECT_EQ(second.shift, 64);
  EXPECT_GT(first.rotation_rad, 0);
  EXPECT_EQ(contrasting_views(series(128, 4))[0].rotation_rad, 0);
  EXPECT_EQ(contrasting_views(image(28, 28, 1))[0].hidden, 0);
}

TEST(Shift, MovesWholeStepsAroundTheWindow) {
  const Dataset dataset = series(16, 3);
  std::vector<float> before(48);
  for (size_t i = 0; i < before.size(); i++) before[i] = static_cast<float>(i);
  std::set<int> moves;
  for (uint64_t seed = 0; seed < 200; seed++) {
    const std::vector<float> after = changed(dataset, {.shift = 2}, before, seed);
    const int move = (static_cast<int>(after[0]) / 3 + 8) % 16 - 8;
    moves.insert(move);
    for (size_t i = 0; i < after.size(); i++) {
      EXPECT_EQ(after[i], before[(i + static_cast<size_t>(3 * (move + 16))) % 48]);
    }
  }
  EXPECT_EQ(moves, (std::set<int>{-2, -1, 0, 1, 2}));
}

TEST(Rotation, KeepsLengthsAndAnglesAndIsOneForAllSensors) {
  for (int64_t channels : {3, 6, 9}) {
    const Dataset dataset = series(17, channels);
    std::vector<float> before = noise(dataset, 3);
    // Every triple of a step is the same vector, so one turn must keep them the same.
    for (size_t i = 0; i < before.size(); i++) {
      const size_t step = i / static_cast<size_t>(channels) * static_cast<size_t>(channels);
      before[i] = before[step + i % static_cast<size_t>(channels) % 3];
    }
    const std::vector<float> after = changed(dataset, {.rotation_rad = 1}, before, 4);
    EXPECT_GT(std::fabs(after[0] - before[0]), 1e-3f);
    for (size_t at = 0; at < before.size(); at += 3) {
      EXPECT_NEAR(dot(&after[at], &after[at]), dot(&before[at], &before[at]), 1e-4);
      EXPECT_NEAR(dot(&after[at], &after[0]), dot(&before[at], &before[0]), 1e-4);
    }
    const size_t triples = static_cast<size_t>(channels / 3);
    for (size_t at = 0; at < after.size(); at += 3) {
      const size_t first = at / 3 / triples * triples * 3;
      for (size_t axis = 0; axis < 3; axis++) EXPECT_EQ(after[at + axis], after[first + axis]);
    }
  }
}

TEST(Rotation, IsAProperTurnNotAMirror) {
  const Dataset dataset = series(3, 3);
  for (uint64_t seed = 0; seed < 20; seed++) {
    const std::vector<float> m =
        changed(dataset, {.rotation_rad = 2}, {1, 0, 0, 0, 1, 0, 0, 0, 1}, seed);
    const float determinant = m[0] * (m[4] * m[8] - m[5] * m[7]) -
                              m[1] * (m[3] * m[8] - m[5] * m[6]) +
                              m[2] * (m[3] * m[7] - m[4] * m[6]);
    EXPECT_NEAR(determinant, 1, 1e-5);
  }
}

TEST(Rotation, TurnsAboutEachAxisByTheGivenDeviation) {
  const Dataset dataset = series(3, 3);
  double squares[3] = {};
  const int draws = 4000;
  for (int i = 0; i < draws; i++) {
    const std::vector<float> m = changed(dataset, {.rotation_rad = 0.05},
                                         {1, 0, 0, 0, 1, 0, 0, 0, 1}, static_cast<uint64_t>(i));
    squares[0] += m[5] * m[5];
    squares[1] += m[2] * m[2];
    squares[2] += m[1] * m[1];
  }
  for (double sum : squares) EXPECT_NEAR(std::sqrt(sum / draws), 0.05, 0.004);
}

TEST(Rotation, TurnsOnlyNamedTriples) {
  const Dataset dataset = series(8, 5, {"heart", "acc_x", "acc_y", "acc_z", "light"});
  const std::vector<float> before = noise(dataset, 1);
  const std::vector<float> after = changed(dataset, {.rotation_rad = 1}, before, 2);
  for (size_t at = 0; at < before.size(); at += 5) {
    EXPECT_EQ(after[at], before[at]);
    EXPECT_EQ(after[at + 4], before[at + 4]);
    EXPECT_NE(after[at + 1], before[at + 1]);
    EXPECT_NEAR(dot(&after[at + 1], &after[at + 1]), dot(&before[at + 1], &before[at + 1]), 1e-4);
  }
}

TEST(Defaults, FitTheKindOfData) {
  EXPECT_EQ(default_augmentation(series(128, 9)).rotation_rad, 0.3);
  EXPECT_EQ(default_augmentation(series(128, 9)).scale, 0.1);
  EXPECT_EQ(default_augmentation(series(128, 9)).noise, 0.05);
  EXPECT_EQ(default_augmentation(series(128, 3, {"X", "Y", "Z"})).rotation_rad, 0.3);
  EXPECT_EQ(default_augmentation(series(128, 3, {"a_x", "b_y", "a_z"})).rotation_rad, 0);
  EXPECT_EQ(default_augmentation(series(128, 3, {"red", "green", "blue"})).rotation_rad, 0);
  for (int64_t channels : {1, 2, 4, 5, 7, 8, 10, 12}) {
    EXPECT_EQ(default_augmentation(series(128, channels)).rotation_rad, 0) << channels;
  }
  Dataset pictures = image(28, 28, 3);
  EXPECT_EQ(default_augmentation(pictures).rotation_rad, 0);
  EXPECT_EQ(default_augmentation(pictures).shift, 2);
  EXPECT_FALSE(default_augmentation(pictures).mirror);
  pictures.mirror_is_harmless = true;
  EXPECT_TRUE(default_augmentation(pictures).mirror);
}

TEST(Scale, IsOneGainForTheWholeWindow) {
  const Dataset dataset = series(9, 4);
  const std::vector<float> before = noise(dataset, 1);
  const std::vector<float> after = changed(dataset, {.scale = 0.5}, before, 2);
  const float gain = after[0] / before[0];
  EXPECT_GT(std::fabs(gain - 1), 1e-3f);
  for (size_t i = 0; i < before.size(); i++) EXPECT_NEAR(after[i], gain * before[i], 1e-5);
}

TEST(Noise, IsMeasuredInDeviationsOfEachChannel) {
  const Dataset dataset = series(5000, 3);
  std::vector<float> values(15000, 0.0f);
  Random random(3);
  augment(dataset, two_others(dataset), {.noise = 0.5}, std::vector<float>{1, 10, 0}, random,
          values);
  double squares[3] = {};
  for (size_t i = 0; i < values.size(); i++) squares[i % 3] += values[i] * values[i];
  EXPECT_NEAR(std::sqrt(squares[0] / 5000), 0.5, 0.03);
  EXPECT_NEAR(std::sqrt(squares[1] / 5000), 5, 0.3);
  EXPECT_EQ(squares[2], 0);
}

TEST(Warp, MovesAlongTheWindowInOrderAndKeepsBothEnds) {
  for (int64_t steps : {1, 2, 3, 5, 64, 127}) {
    const Dataset dataset = series(steps, 2);
    std::vector<float> ramp;
    for (int64_t t = 0; t < steps; t++) {
      ramp.push_back(static_cast<float>(t));
      ramp.push_back(static_cast<float>(-t));
    }
    for (double deviation : {0.05, 3.0}) {
      const std::vector<float> after = changed(dataset, {.warp = deviation}, ramp, 7);
      EXPECT_NEAR(after.front(), 0, 1e-4);
      EXPECT_NEAR(after[after.size() - 2], ramp[ramp.size() - 2], 1e-3);
      for (size_t i = 2; i < after.size(); i += 2) {
        EXPECT_GT(after[i], after[i - 2]);
        EXPECT_NEAR(after[i + 1], -after[i], 1e-4) << "all channels share one clock";
      }
      EXPECT_EQ(after == ramp, steps < 3) << steps;
    }
  }
}

// All moves and mirrors of a picture must be moves of the whole picture with zeros around.
TEST(Shift, MovesWholePicturesWithZerosAround) {
  const int64_t height = 5, width = 4, channels = 3;
  const Dataset dataset = image(height, width, channels);
  std::vector<float> before(60);
  for (size_t i = 0; i < before.size(); i++) before[i] = static_cast<float>(i + 1);
  const auto moved = [&](int64_t down, int64_t right) {
    std::vector<float> result(60, 0.0f);
    for (int64_t i = 0; i < 60; i++) {
      const int64_t row = i / 12 - down, column = i / 3 % 4 - right;
      if (row < 0 || row >= height || column < 0 || column >= width) continue;
      result[static_cast<size_t>(i)] =
          before[static_cast<size_t>((row * width + column) * channels + i % channels)];
    }
    return result;
  };
  std::set<std::pair<int64_t, int64_t>> seen;
  for (uint64_t seed = 0; seed < 400; seed++) {
    const std::vector<float> after = changed(dataset, {.shift = 2}, before, seed);
    for (int64_t down = -2; down <= 2; down++) {
      for (int64_t right = -2; right <= 2; right++) {
        if (after == moved(down, right)) seen.insert({down, right});
      }
    }
  }
  EXPECT_EQ(seen.size(), 25u) << "every move up to two pixels both ways comes";
  for (uint64_t seed = 0; seed < 50; seed++) {
    changed(dataset, {.shift = 9}, before, seed);  // beyond the picture: nothing to read there
  }
}

TEST(Mirror, SwapsLeftAndRightHalfOfTheTime) {
  const Dataset dataset = image(2, 3, 2);
  const std::vector<float> before = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  const std::vector<float> mirrored = {5, 6, 3, 4, 1, 2, 11, 12, 9, 10, 7, 8};
  int swapped = 0;
  for (uint64_t seed = 0; seed < 1000; seed++) {
    const std::vector<float> after = changed(dataset, {.mirror = true}, before, seed);
    ASSERT_TRUE(after == before || after == mirrored);
    swapped += after == mirrored ? 1 : 0;
  }
  EXPECT_NEAR(swapped, 500, 60);
}

TEST(Augment, LevelMovesAllElementsByOneAmount) {
  const Dataset dataset = series(16, 3);
  const std::vector<float> before = noise(dataset, 1);
  const std::vector<float> after = changed(dataset, {.level = 0.5}, before, 2);
  const float moved = after[0] - before[0];
  EXPECT_NE(moved, 0);
  for (size_t i = 0; i < before.size(); i++) EXPECT_NEAR(after[i] - before[i], moved, 1e-6);
}

TEST(Augment, MixtureAddsADifferenceOfOthers) {
  const Dataset dataset = series(16, 3);
  const std::vector<float> before = noise(dataset, 1);
  std::set<bool> has_moved;
  for (uint64_t seed = 0; seed < 20; seed++) {
    const std::vector<float> after = changed(dataset, {.mixture = 0.5}, before, seed);
    const float moved = after[0] - before[0];
    has_moved.insert(moved != 0);
    for (size_t i = 0; i < before.size(); i++) EXPECT_NEAR(after[i] - before[i], moved, 1e-6);
  }
  EXPECT_EQ(has_moved.size(), 2u);
}

// The others are 1 everywhere and 2 everywhere.
TEST(Augment, PartsAreMixedByThemselves) {
  const Dataset dataset = series(16, 3);
  const std::vector<float> before = noise(dataset, 1);
  std::set<size_t> jumps;
  for (uint64_t seed = 0; seed < 200; seed++) {
    const std::vector<float> after = changed(dataset, {.mixture = 0.5, .parts = 3}, before, seed);
    size_t own = 0;
    for (size_t i = 1; i < before.size(); i++) {
      const float step = (after[i] - before[i]) - (after[i - 1] - before[i - 1]);
      if (std::abs(step) < 1e-5f) continue;
      own++;
      EXPECT_TRUE(i == 16 || i == 24 || i == 32) << i;
    }
    jumps.insert(own);
  }
  EXPECT_EQ(jumps, (std::set<size_t>{0, 1, 2}));
}

}  // namespace
}  // namespace mote
