// SPDX-License-Identifier: Apache-2.0
// What a device makes of a stream: filtered classes, an aligned sensor; and the arithmetic below.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <vector>

#include "learn/align.h"
#include "learn/filter.h"
#include "learn/rest.h"

namespace mote {
namespace {

TEST(Integers, DivideAndTakeRootsExactly) {
  std::mt19937_64 random(1);
  for (int n = 0; n < 20000; n++) {
    const uint64_t a = random() >> (n % 64);
    const auto b = static_cast<uint32_t>(1 + (random() >> (33 + n % 31)));
    ASSERT_EQ(mote_quotient(a, b), a / b) << a << " / " << b;
    const uint64_t root = mote_square_root(a);
    ASSERT_LE(root * root, a);
    ASSERT_TRUE(root == UINT32_MAX || (root + 1) * (root + 1) > a) << a;
  }
  EXPECT_EQ(mote_quotient(UINT64_MAX, 1u << 31), UINT64_MAX >> 31);
  EXPECT_EQ(mote_square_root(UINT64_MAX), UINT32_MAX);
  EXPECT_EQ(mote_signed_quotient(-7, 2), -3);
  EXPECT_EQ(mote_round_shift(-3, 1), -1);
  EXPECT_EQ(mote_round_shift(-3, 0), -3);
  EXPECT_EQ(mote_reciprocal_q31(3), 715827883u);
}

// A filter with its memory.
struct Filter {
  std::vector<uint32_t> past, future;
  std::vector<uint16_t> evidence;
  std::vector<uint8_t> follows;
  int32_t windows = 77, newest = 77;
  mote_filter_model model;
  mote_filter_state state;

  Filter(size_t classes, size_t delay, uint32_t stay, uint32_t sharpen)
      : past(classes, 77),
        future(classes, 77),
        evidence((delay + 1) * classes, 77),
        follows(delay + 1, 77) {
    model = {static_cast<int32_t>(classes),
             static_cast<int32_t>(delay),
             {stay, 32735, stay / 2},
             sharpen};
    state = {past.data(), future.data(), evidence.data(), follows.data(), &windows, &newest};
    restart();
  }
  Filter(const Filter&) = delete;
  void restart() { mote_filter_restart(&model, &state); }
  int add(const std::vector<int32_t>& scores, int32_t how = MOTE_FOLLOWS) {
    return mote_filter_add(&model, &state, scores.data(), how);
  }
};

// P(class of window t | windows first .. last) by summing over all it can have been before and
// after.
std::vector<double> posterior(const Filter& filter, const std::vector<std::vector<int32_t>>& stream,
                              const std::vector<int32_t>& follows, size_t t, size_t last) {
  const size_t classes = filter.past.size();
  const auto likelihood = [&](size_t window, size_t c) {
    return std::exp(filter.model.sharpen / 256.0 * stream[window][c] / 256.0);
  };
  const auto step = [&](size_t window, size_t from, size_t to) {
    const double stay = filter.model.stay[follows[window]] / 32768.0;
    return from == to ? stay : (1 - stay) / (filter.model.classes - 1);
  };
  // all[s][c]: weight of class c in window s together with all windows before it.
  std::vector<double> p(classes, 1.0);
  std::vector<double> joint(classes);
  const auto advance = [&](const std::vector<double>& before, size_t window) {
    std::vector<double> after(classes);
    double sum = 0;
    for (size_t to = 0; to < classes; to++) {
      for (size_t from = 0; from < classes; from++)
        after[to] += before[from] * step(window, from, to);
      after[to] *= likelihood(window, to);
      sum += after[to];
    }
    return std::pair(after, sum);
  };
  for (size_t window = 0; window <= t; window++) {
    auto [after, sum] = advance(p, window);
    for (size_t c = 0; c < classes; c++) p[c] = after[c] / sum;
  }
  // Each class by itself carried on to the end.
  for (size_t c = 0; c < classes; c++) {
    std::vector<double> only(classes);
    only[c] = p[c];
    for (size_t window = t + 1; window <= last; window++) only = advance(only, window).first;
    for (const double weight : only) joint[c] += weight;
  }
  double total = 0;
  for (const double weight : joint) total += weight;
  for (double& weight : joint) weight /= total;
  return joint;
}

// Scores of classes that stay for some windows, `noise` nats of error.
std::vector<std::vector<int32_t>> make_stream(size_t classes, int windows, double noise,
                                              std::mt19937& random, std::vector<size_t>* truth) {
  std::normal_distribution<double> normal;
  std::vector<std::vector<int32_t>> stream;
  size_t label = 0;
  for (int t = 0; t < windows; t++) {
    if (random() % 12 == 0) label = random() % classes;
    truth->push_back(label);
    std::vector<int32_t> scores(classes);
    for (size_t c = 0; c < classes; c++) {
      scores[c] = static_cast<int32_t>(256 * ((c == label ? 3 : 0) + noise * normal(random)));
    }
    stream.push_back(scores);
  }
  return stream;
}

TEST(Filter, DecidesLikeTheFixedLagSmootherInDoublePrecision) {
  std::mt19937 random(2);
  int windows = 0, same = 0, right = 0, right_alone = 0;
  for (const unsigned classes : {2u, 3u, 6u, 12u, 32u}) {
    for (size_t delay = 0; delay <= 4; delay++) {
      const uint32_t stay = std::vector<uint32_t>{16384, 26214, 31130, 32112, 32440}[delay];
      Filter filter(classes, delay, stay, delay % 2 ? 256 : 512);
      std::vector<size_t> truth;
      const auto stream = make_stream(classes, 150, 2, random, &truth);
      std::vector<int32_t> follows;
      for (size_t t = 0; t < 150; t++) {
        const bool is_same = t > 0 && truth[t] == truth[t - 1];
        follows.push_back(random() % 2 ? MOTE_FOLLOWS : is_same ? MOTE_RESTS : MOTE_TURNED);
        const int got = filter.add(stream[t], follows[t]);
        if (t < delay) {
          ASSERT_EQ(got, -1);
          continue;
        }
        const auto chosen = static_cast<size_t>(got);
        const std::vector<double> wanted = posterior(filter, stream, follows, t - delay, t);
        const double largest = *std::max_element(wanted.begin(), wanted.end());
        // Only a near tie may go the other way.
        ASSERT_GE(wanted[chosen], 0.995 * largest) << classes << " classes, delay " << delay;
        windows++;
        same += wanted[chosen] == largest;
        const auto& alone = stream[t - delay];
        right += chosen == truth[t - delay];
        const auto top = std::max_element(alone.begin(), alone.end());
        right_alone += top == alone.begin() + static_cast<ptrdiff_t>(truth[t - delay]);
      }
    }
  }
  std::printf("%d windows, same class %.2f %%, right %.1f %%, without filter %.1f %%\n", windows,
              100.0 * same / windows, 100.0 * right / windows, 100.0 * right_alone / windows);
  EXPECT_GE(same, 0.999 * windows);
  EXPECT_GT(right, right_alone + windows / 20);
}

TEST(Filter, RestartsAtGapsAsIfNothingHadBeen) {
  std::mt19937 random(3);
  std::vector<size_t> truth;
  const auto stream = make_stream(4, 60, 3, random, &truth);
  Filter used(4, 2, 31000, 256), fresh(4, 2, 31000, 256);
  for (const auto& scores : stream) used.add(scores);
  used.restart();
  for (const auto& scores : stream) ASSERT_EQ(used.add(scores), fresh.add(scores));
}

TEST(Filter, TakesAnyScores) {
  Filter filter(3, 1, 29000, 65535);
  EXPECT_EQ(filter.add({INT32_MIN, INT32_MAX, INT32_MIN}), -1);
  EXPECT_EQ(filter.add({INT32_MAX, INT32_MIN, 0}), 1);
  EXPECT_EQ(filter.add({INT32_MIN, INT32_MIN, INT32_MIN}), 0);
  EXPECT_EQ(filter.add({5, 5, 6}), 0);
  filter.add({0, 0, 4000});
  EXPECT_EQ(filter.add({0, 0, 4000}), 2);
  Filter single(1, 0, 0, 256);
  for (int n = 0; n < 40; n++) EXPECT_EQ(single.add({-n}), 0);
}

TEST(Filter, PowersAreWithinThreeTenThousandths) {
  for (uint32_t x = 0; x < 20 * 1024; x++) {
    const double wanted = std::ldexp(1.0, 30) * std::exp2(-(x / 1024.0));
    EXPECT_NEAR(mote_filter_power(x), wanted, 3e-4 * wanted + 1) << x;
  }
  EXPECT_EQ(mote_filter_power(65535), 0u);
}

using Vector = std::array<double, 3>;

Vector random_direction(std::mt19937& random) {
  std::normal_distribution<double> normal;
  Vector v{normal(random), normal(random), normal(random)};
  const double norm = std::sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
  for (double& value : v) value /= norm;
  return v;
}

double dot(const Vector& a, const Vector& b) {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

// `v` turned by `angle` around `axis`, with sine and cosine.
Vector turned(const Vector& v, const Vector& axis, double angle) {
  const Vector cross{axis[1] * v[2] - axis[2] * v[1], axis[2] * v[0] - axis[0] * v[2],
                     axis[0] * v[1] - axis[1] * v[0]};
  Vector result;
  for (size_t i = 0; i < 3; i++) {
    result[i] = v[i] * std::cos(angle) + cross[i] * std::sin(angle) +
                axis[i] * dot(axis, v) * (1 - std::cos(angle));
  }
  return result;
}

// 50 samples with 4 numbers each: gravity of 2048 counts with `shake` counts of movement.
std::vector<int16_t> window(const Vector& gravity, double shake, std::mt19937& random) {
  std::normal_distribution<double> normal;
  std::vector<int16_t> samples(200, 1234);
  for (size_t t = 0; t < 50; t++) {
    for (size_t i = 0; i < 3; i++) {
      samples[4 * t + i] = static_cast<int16_t>(2048 * gravity[i] + shake * normal(random));
    }
  }
  return samples;
}

mote_gravity_sums sums_of(const std::vector<int16_t>& samples, int32_t stride) {
  return mote_gravity_sums_of(samples.data(), static_cast<int32_t>(samples.size()) / stride,
                              stride);
}

int32_t add(const mote_align_model& model, mote_align_state& state,
            const std::vector<int16_t>& samples, int32_t stride) {
  const mote_gravity_sums sums = sums_of(samples, stride);
  return mote_align_add(&model, &state, &sums, static_cast<int32_t>(samples.size()) / stride);
}

// Reference along (0.6, 0, 0.8), 10 degrees, windows that move by 300 counts or more.
const mote_align_model kAlign{{600, 0, 800}, 16135, 300, 1024, 3072, 3, 30};

TEST(Align, TurnsAnyDirectionOntoTheReference) {
  std::mt19937 random(4);
  const Vector reference{0.6, 0, 0.8};
  for (int n = 0; n < 300; n++) {
    const Vector from = n == 0   ? Vector{-0.6, 0, -0.8}
                        : n == 1 ? Vector{-0.6004, 0.001, -0.7997}
                                 : random_direction(random);
    mote_align_state state{{0, 0, 0}, n < 2 ? 0 : 3};
    mote_align_reset(&state);
    for (size_t k = 0; k < 3; k++) {
      EXPECT_EQ(add(kAlign, state, window(from, n < 2 ? 0.0 : 400, random), 4), n >= 2);
    }
    state.windows = 3;
    for (size_t i = 0; i < 3; i++) {
      state.direction[i] = static_cast<int32_t>(std::lround(std::ldexp(from[i], 30) * 0.9));
    }
    int16_t matrix[9];
    const int turns = mote_align_matrix(&kAlign, &state, matrix);
    ASSERT_EQ(turns, dot(from, reference) < 16135 / 16384.0);
    if (turns == 0) continue;
    int16_t x[3];
    for (size_t i = 0; i < 3; i++) x[i] = static_cast<int16_t>(std::lround(16000 * from[i]));
    mote_align_rotate(matrix, x, x);
    for (size_t i = 0; i < 3; i++) EXPECT_NEAR(x[i], 16000 * reference[i], n == 1 ? 20 : 6);
    for (size_t i = 0; i < 3; i++) {
      for (size_t j = 0; j < 3; j++) {
        double sum = 0;
        for (size_t k = 0; k < 3; k++)
          sum += std::ldexp(matrix[3 * i + k] * matrix[3 * j + k], -28);
        EXPECT_NEAR(sum, i == j, 3e-4);
      }
    }
  }
}

// The smallest rotation leaves the axis across both directions alone.
TEST(Align, UndoesARotationAcrossGravity) {
  std::mt19937 random(5);
  const Vector reference{0.6, 0, 0.8};
  for (int n = 0; n < 100; n++) {
    Vector axis = random_direction(random);
    const double along = dot(axis, reference);
    for (size_t i = 0; i < 3; i++) axis[i] -= along * reference[i];
    const double norm = std::sqrt(dot(axis, axis));
    for (double& value : axis) value /= norm;
    const double angle = 0.3 + 0.02 * n;
    mote_align_state state;
    mote_align_reset(&state);
    for (size_t k = 0; k < 60; k++) {
      const auto samples = window(turned(reference, axis, angle), 250, random);
      ASSERT_EQ(add(kAlign, state, samples, 4), 1);
    }
    int16_t matrix[9];
    ASSERT_EQ(mote_align_matrix(&kAlign, &state, matrix), 1);
    const Vector x = random_direction(random);
    const Vector y = turned(x, axis, angle);
    int16_t got[3];
    for (size_t i = 0; i < 3; i++) got[i] = static_cast<int16_t>(std::lround(16000 * y[i]));
    mote_align_rotate(matrix, got, got);
    for (size_t i = 0; i < 3; i++) EXPECT_NEAR(got[i] / 16000.0, x[i], 0.03) << "angle " << angle;
  }
}

TEST(Rest, HoldsWhileGravityKeepsItsDirection) {
  std::mt19937 random(7);
  mote_rest_state rest{{7, 7, 7}, 7};
  mote_rest_restart(&rest);
  const Vector up{0, 0.6, 0.8}, axis{1, 0, 0};
  const auto followed = [&](double degrees, double shake) {
    const Vector gravity = turned(up, axis, degrees * 3.14159265 / 180);
    const mote_gravity_sums sums = sums_of(window(gravity, shake, random), 4);
    return mote_rest_add(&rest, &sums, 50);
  };
  EXPECT_EQ(followed(0, 10), MOTE_FOLLOWS) << "nothing before";
  EXPECT_EQ(followed(1, 10), MOTE_RESTS);
  EXPECT_EQ(followed(3.5, 10), MOTE_RESTS) << "slowly";
  EXPECT_EQ(followed(8, 10), MOTE_TURNED);
  EXPECT_EQ(followed(8, 10), MOTE_RESTS);
  EXPECT_EQ(followed(8, 200), MOTE_FOLLOWS) << "moves";
  EXPECT_EQ(followed(8, 10), MOTE_FOLLOWS) << "moved before";
  mote_rest_restart(&rest);
  EXPECT_EQ(followed(8, 10), MOTE_FOLLOWS) << "behind a gap";
}

TEST(Rest, NeedsGravityAndTakesAnySamples) {
  mote_rest_state rest{{0, 0, 0}, 0};
  const std::vector<int16_t> least(3 * 4096, INT16_MIN), nothing(3 * 4096, 0);
  for (const int32_t wanted : {MOTE_FOLLOWS, MOTE_RESTS}) {
    const mote_gravity_sums sums = sums_of(least, 3);
    EXPECT_EQ(mote_rest_add(&rest, &sums, 4096), wanted);
  }
  const mote_gravity_sums sums = sums_of(nothing, 3);
  EXPECT_EQ(mote_rest_add(&rest, &sums, 4096), MOTE_FOLLOWS);
  EXPECT_EQ(rest.rests, 0);
}

TEST(Align, WaitsForMovementAndBelievesOnlyGravity) {
  std::mt19937 random(6);
  mote_align_state state;
  mote_align_reset(&state);
  const auto counted = [&](const Vector& gravity, double shake) {
    return add(kAlign, state, window(gravity, shake, random), 4);
  };
  int16_t matrix[9];
  EXPECT_EQ(counted({0, 1, 0}, 20), 0) << "still";
  EXPECT_EQ(counted({0, 0.2, 0}, 400), 0) << "falling";
  EXPECT_EQ(counted({0, 2, 0}, 400), 0) << "too heavy";
  for (int n = 0; n < 3; n++) {
    EXPECT_EQ(mote_align_matrix(&kAlign, &state, matrix), 0) << "after " << n << " windows";
    EXPECT_EQ(matrix[4], 16384);
    EXPECT_EQ(counted({0, 1, 0}, 400), 1);
  }
  EXPECT_EQ(mote_align_matrix(&kAlign, &state, matrix), 1);
  // Twice as much of the opposite in between is no direction; much more of it is.
  for (int n = 0; n < 3; n++) counted({0, -1, 0}, 400);
  EXPECT_EQ(mote_align_matrix(&kAlign, &state, matrix), 0);
  for (int n = 0; n < 120; n++) counted({0, -1, 0}, 400);
  EXPECT_EQ(mote_align_matrix(&kAlign, &state, matrix), 1);
  const int16_t x[3] = {0, -1000, 0};
  int16_t y[3];
  mote_align_rotate(matrix, x, y);
  EXPECT_NEAR(y[0], 600, 20);
  EXPECT_NEAR(y[2], 800, 20);
}

TEST(Align, SamplesAtTheirLimitsDoNotOverflow) {
  const mote_align_model model{{-32768, -32768, -32768}, 16384, 65536, 1, 65536, 1, 1};
  std::vector<int16_t> samples(3 * 4096, INT16_MIN);
  mote_align_state state;
  mote_align_reset(&state);
  EXPECT_EQ(add(model, state, samples, 3), 0);
  mote_align_model still = model;
  still.deviation = 0;
  for (size_t i = 0; i < 3; i++) samples[i] = INT16_MAX;
  EXPECT_EQ(add(still, state, samples, 3), 1);
  int16_t matrix[9];
  mote_align_matrix(&still, &state, matrix);
  mote_align_rotate(matrix, samples.data() + 3, samples.data());
  EXPECT_EQ(samples[0], INT16_MIN);
}

}  // namespace
}  // namespace mote
