// SPDX-License-Identifier: Apache-2.0
// That the made-up people are always the same, look like people, and are not too easy to tell.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "base/random.h"
#include "data/dataset.h"

namespace mote {
namespace {

const Dataset& made() {
  static const Dataset dataset = read_dataset("synthetic-har");
  return dataset;
}

TEST(SyntheticHar, IsTheSameEveryTime) {
  const Dataset again = read_dataset("synthetic-har");
  EXPECT_EQ(again.train.x, made().train.x);
  EXPECT_EQ(again.test.x, made().test.x);
  EXPECT_EQ(again.test.y, made().test.y);
}

TEST(SyntheticHar, SaysThatItIsSyntheticAndHowItsSensorCounts) {
  EXPECT_TRUE(made().synthetic);
  EXPECT_EQ(made().shape, (std::vector<int64_t>{128, 6}));
  EXPECT_EQ(made().rate_hz, 50);
  EXPECT_EQ(made().train.size(), 16 * 180);
  EXPECT_EQ(made().test.size(), 8 * 180);
  ASSERT_EQ(made().count_scale.size(), 6u);
  for (size_t i = 0; i < 6 * 128; i++) {
    const double counts = static_cast<double>(made().train.x[i]) / made().count_scale[i % 6];
    EXPECT_NEAR(counts, std::round(counts), 0.01) << i;
  }
}

TEST(SyntheticHar, TestPeopleAreNeverTrainedOnAndEverybodyDoesEverything) {
  const std::set<int32_t> train(made().train.person.begin(), made().train.person.end());
  const std::set<int32_t> test(made().test.person.begin(), made().test.person.end());
  EXPECT_EQ(train.size(), 16u);
  EXPECT_EQ(test.size(), 8u);
  for (int32_t person : test) EXPECT_EQ(train.count(person), 0u);
  std::vector<int> windows(6, 0);
  for (int32_t label : made().train.y) windows[static_cast<size_t>(label)]++;
  EXPECT_EQ(windows, std::vector<int>(6, 16 * 30));
}

TEST(SyntheticHar, FeelsOneGravityAtRestAndMoreMotionWhenWalking) {
  double force[6] = {}, rate[6] = {};
  for (int64_t i = 0; i < made().test.size(); i++) {
    const std::span<const float> window = made().sample(made().test, i);
    const int32_t label = made().test.y[static_cast<size_t>(i)];
    for (size_t t = 0; t < window.size(); t += 6) {
      force[label] += std::hypot(window[t], window[t + 1], window[t + 2]) / (240.0 * 128);
      rate[label] += std::hypot(window[t + 3], window[t + 4], window[t + 5]) / (240.0 * 128);
    }
  }
  for (int rest : {3, 4, 5}) EXPECT_NEAR(force[rest], 1, 0.05) << rest;
  for (int walk : {0, 1, 2}) EXPECT_GT(rate[walk], 4 * rate[4]) << walk;
  EXPECT_GT(rate[4], rate[5]) << "standing sways, lying does not";
}

// p = softmax(W x + b) on raw values, each brought to mean 0 and deviation 1; plain stochastic
// descent.
class LinearModel {
 public:
  explicit LinearModel(const Dataset& dataset) : data_(dataset) {
    const size_t count = static_cast<size_t>(dataset.train.size());
    for (size_t j = 0; j < kInputs; j++) {
      double sum = 0, squares = 0;
      for (size_t i = 0; i < count; i++) {
        const double x = static_cast<double>(dataset.train.x[i * kInputs + j]);
        sum += x;
        squares += x * x;
      }
      mean_[j] = static_cast<float>(sum / static_cast<double>(count));
      const double mean = sum / static_cast<double>(count);
      deviation_[j] =
          static_cast<float>(std::sqrt(squares / static_cast<double>(count) - mean * mean));
    }
  }

  void train(int epochs, float rate) {
    Random random(1);
    std::vector<int64_t> order(static_cast<size_t>(data_.train.size()));
    std::iota(order.begin(), order.end(), 0);
    for (int epoch = 0; epoch < epochs; epoch++) {
      random.shuffle(order);
      for (int64_t i : order) learn(i, rate / static_cast<float>(epoch + 1));
    }
  }

  double accuracy(const Split& split) {
    int64_t right = 0;
    for (int64_t i = 0; i < split.size(); i++) {
      const std::vector<float> p = scores(split, i);
      const auto best = std::max_element(p.begin(), p.end()) - p.begin();
      right += best == split.y[static_cast<size_t>(i)] ? 1 : 0;
    }
    return static_cast<double>(right) / static_cast<double>(split.size());
  }

 private:
  static constexpr size_t kInputs = 128 * 6;

  std::vector<float> scores(const Split& split, int64_t index) {
    const std::span<const float> raw = data_.sample(split, index);
    for (size_t j = 0; j < kInputs; j++) x_[j] = (raw[j] - mean_[j]) / deviation_[j];
    std::vector<float> sums(bias_, bias_ + 6);
    for (size_t k = 0; k < 6; k++) {
      for (size_t j = 0; j < kInputs; j++) sums[k] += weight_[k][j] * x_[j];
    }
    return sums;
  }

  void learn(int64_t index, float rate) {
    const std::vector<float> sums = scores(data_.train, index);
    const float top = *std::max_element(sums.begin(), sums.end());
    float total = 0;
    for (float sum : sums) total += std::exp(sum - top);
    for (size_t k = 0; k < 6; k++) {
      const float wanted =
          static_cast<size_t>(data_.train.y[static_cast<size_t>(index)]) == k ? 1.0f : 0.0f;
      const float step = rate * (wanted - std::exp(sums[k] - top) / total);
      bias_[k] += step;
      for (size_t j = 0; j < kInputs; j++) weight_[k][j] += step * x_[j];
    }
  }

  const Dataset& data_;
  float mean_[kInputs], deviation_[kInputs], x_[kInputs];
  float weight_[6][kInputs] = {}, bias_[6] = {};
};

TEST(SyntheticHar, IsTooHardForALinearModelButNotNoise) {
  LinearModel model(made());
  model.train(8, 0.002f);
  const double train = model.accuracy(made().train);
  const double test = model.accuracy(made().test);
  RecordProperty("train", std::to_string(train));
  RecordProperty("test", std::to_string(test));
  EXPECT_GT(train, 0.55) << "the linear model did not learn what it can";
  EXPECT_LT(test, 0.75);
  EXPECT_GT(test, 0.35) << "chance is 0.17";
}

}  // namespace
}  // namespace mote
