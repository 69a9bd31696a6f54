// SPDX-License-Identifier: Apache-2.0
// Streaming discriminant analysis in integers against the textbook in double precision.
#include <gtest/gtest.h>

#include "learn_lda_reference.h"

namespace mote {
namespace {

struct Agreement {
  int same = 0, right = 0, windows = 0;
  double worst = 0;  // error of a difference to the best score, over 1 + that difference

  void count(Problem& problem, size_t count) {
    for (size_t n = 0; n < count; n++) {
      const size_t label = n % 6;
      const Sample z = problem.sources[label].draw(problem.random);
      int best = -1;
      const std::vector<int32_t> got = problem.learner.scores(z, &best);
      const Row wanted = problem.reference.scores(z);
      const size_t top = best_of(wanted);
      for (size_t c = 0; c < 6; c++) {
        const double difference = wanted[top] - wanted[c];
        const double error = std::abs((got[top] - got[c]) / 256.0 - difference);
        worst = std::max(worst, error / (1 + difference));
      }
      same += best == static_cast<int>(top);
      right += best == static_cast<int>(label);
      windows++;
    }
  }

  void expect(const std::string& name, double least_same, double most_error) const {
    const double percent = 100.0 / windows;
    std::printf("%s: same class %.3f %%, right %.1f %%, score error %.4f\n", name.c_str(),
                same * percent, right * percent, worst);
    EXPECT_GE(same * percent, least_same) << name;
    EXPECT_LE(worst, most_error) << name;
    EXPECT_GE(right * percent, 50) << name;
    EXPECT_LE(right * percent, 99) << name << " is too easy to show anything";
  }
};

TEST(Lda, ClassifiesAsInDoublePrecision) {
  for (const unsigned d : {16u, 32u, 64u}) {
    Agreement agreement;
    for (unsigned seed = 0; seed < 6; seed++) {
      Problem problem(d, seed, 0.2 * seed);
      for (size_t c = 3; c < 6; c++) problem.teach(c, 10 + 8 * static_cast<int>(seed));
      problem.teach(1, static_cast<int>(seed));
      problem.solve();
      agreement.count(problem, 1200);
    }
    agreement.expect("d = " + std::to_string(d), 99.7, 0.02);
  }
}

// Variances of 20 beside 1: far from whitened.
TEST(Lda, ClassifiesNearlyAsInDoublePrecisionWhenIllConditioned) {
  for (const unsigned d : {16u, 32u, 64u}) {
    Agreement agreement;
    for (unsigned seed = 0; seed < 4; seed++) {
      Problem problem(d, seed, 4);
      for (size_t c = 3; c < 6; c++) problem.teach(c, 20);
      problem.solve();
      agreement.count(problem, 1200);
    }
    agreement.expect("ill-conditioned, d = " + std::to_string(d), 99.4, 0.05);
  }
}

TEST(Lda, MeasuresDistancesAsInDoublePrecision) {
  for (const unsigned d : {1u, 2u, 3u, 17u, 32u, 64u}) {
    Problem problem(d, 5, 0.3);
    for (size_t c = 3; c < 6; c++) problem.teach(c, 40);
    problem.solve();
    double sum = 0;
    for (size_t n = 0; n < 600; n++) {
      const Sample z = problem.sources[n % 3].draw(problem.random);
      const double wanted = problem.reference.distance(z, n % 3);
      EXPECT_NEAR(problem.learner.distance(z, n % 3), wanted, 0.02 + 0.005 * wanted);
      sum += wanted;
    }
    EXPECT_NEAR(sum / 600 / static_cast<double>(d), 1, 0.35) << "d = " << d;
  }
}

TEST(Lda, AnyOrderOfTheSamplesGivesTheSameBits) {
  Problem problem(32, 3, 0.5);
  Learner other(32, 6, 3, 0);
  other.base_means = problem.learner.base_means;
  other.model.base_means = other.base_means.data();
  for (const unsigned c : {5u, 4u, 3u, 2u}) problem.teach(c, 12);
  for (size_t n = 12; n-- > 0;) {
    for (size_t c = 2; c < 6; c++) other.add(problem.reference.samples[c][n], c);
  }
  problem.learner.solve();
  other.solve();
  EXPECT_EQ(problem.learner.products, other.products);
  EXPECT_EQ(problem.learner.weights, other.weights);
  EXPECT_EQ(problem.learner.offsets, other.offsets);
}

TEST(Lda, FactoringLeavesTheProductsAsTheyWere) {
  Problem problem(33, 4, 0.5);
  for (size_t c = 0; c < 6; c++) problem.teach(c, 5 * static_cast<int>(c) + 1);
  const std::vector<int32_t> before = problem.learner.products;
  mote_lda_factor(&problem.learner.model, &problem.learner.state, &problem.learner.work);
  EXPECT_EQ(problem.learner.products, before);
}

TEST(Lda, AForgottenClassLeavesItsScatterBehind) {
  Problem problem(16, 6, 0.8);
  for (size_t c = 3; c < 6; c++) problem.teach(c, 30);
  problem.teach(0, 30);
  std::vector<std::vector<Sample>> kept;
  for (const unsigned c : {4u, 0u}) {
    kept.push_back(problem.reference.samples[c]);
    problem.reference.samples[c].clear();
    problem.learner.forget(static_cast<int>(c));
    problem.learner.forget(static_cast<int>(c));  // nothing is left to forget
  }
  problem.learner.solve();
  problem.reference.solve(kept);
  for (size_t n = 0; n < 300; n++) {
    const Sample z = problem.sources[n % 6].draw(problem.random);
    int best = -1;
    const std::vector<int32_t> got = problem.learner.scores(z, &best);
    const Row wanted = problem.reference.scores(z);
    EXPECT_EQ(got[4], INT32_MIN);
    for (const unsigned c : {0u, 1u, 2u, 3u, 5u}) {
      EXPECT_NEAR(got[c] / 256.0, wanted[c], 0.02 * (2 + std::abs(wanted[c])));
    }
    EXPECT_NE(best, 4);
  }
}

TEST(Lda, HalvingKeepsMeansAndCovariance) {
  Problem problem(16, 7, 0.6);
  problem.teach(3, MOTE_LDA_SAMPLES - 32);
  problem.teach(4, 30);
  problem.teach(5, 1);
  problem.solve();
  const Sample z = problem.sources[3].draw(problem.random);
  int best = -1;
  const std::vector<int32_t> before = problem.learner.scores(z, &best);
  problem.teach(3, 1);
  EXPECT_EQ(problem.learner.counts, (std::vector<int32_t>{0, 0, 0, 16369, 15, 1}));
  EXPECT_EQ(problem.learner.pooled, 3 + (MOTE_LDA_SAMPLES - 3) / 2) << "half the freedom";
  problem.learner.solve();
  const std::vector<int32_t> after = problem.learner.scores(z, &best);
  for (size_t c = 0; c < 6; c++) {
    EXPECT_NEAR(after[c] / 256.0, before[c] / 256.0, 0.02 * (2 + std::abs(before[c] / 256.0)));
  }
  problem.solve();
  const Row wanted = problem.reference.scores(z);
  for (size_t c = 0; c < 6; c++) {
    EXPECT_NEAR(after[c] / 256.0, wanted[c], 0.02 * (2 + std::abs(wanted[c])));
  }
}

TEST(Lda, BlendsOldAndNewMeansByCounts) {
  for (const int prior : {0, 1, 20, 32767}) {
    Problem problem(8, 8, 0, prior);
    problem.teach(1, 5);
    const mote_lda_center center =
        mote_lda_center_of(&problem.learner.model, &problem.learner.state, 1);
    const Row wanted = problem.reference.mean_of(1);
    for (size_t i = 0; i < 8; i++) {
      EXPECT_NEAR(mote_lda_mean(&center, static_cast<int32_t>(i)) / 4096.0, wanted[i], 0.001)
          << "prior " << prior;
    }
  }
}

TEST(Lda, WithoutSamplesKnowsOnlyTheBaseClasses) {
  Problem problem(16, 9, 0);
  problem.solve();
  int best = -1;
  const Sample z = problem.sources[2].draw(problem.random);
  const std::vector<int32_t> got = problem.learner.scores(z, &best);
  Row wanted = problem.reference.scores(z);
  wanted.resize(3);
  EXPECT_EQ(best, static_cast<int>(best_of(wanted)));
  for (size_t c = 3; c < 6; c++) EXPECT_EQ(got[c], INT32_MIN);
}

TEST(Lda, LearnsWithoutAnyBaseClass) {
  Learner learner(4, 3, 0, 0);
  learner.solve();
  int best = 0;
  learner.scores({1, 2, 3, 4}, &best);
  EXPECT_EQ(best, -1);
  std::vector<int32_t> scores(3);
  const Sample z{1, 2, 3, 4};
  EXPECT_EQ(mote_mean_scores(&learner.model, &learner.state, z.data(), scores.data()), -1);
  EXPECT_EQ(mote_mean_least_distance(&learner.model, &learner.state, z.data()), INT32_MAX);
  learner.add({40, 0, 0, 0}, 2);
  learner.add({0, 40, 0, 0}, 1);
  learner.solve();  // one sample each: the base covariance
  EXPECT_EQ(learner.scores({30, 20, 0, 0}, &best)[0], INT32_MIN);
  EXPECT_EQ(best, 2);
  learner.add({0, 50, 3, -9}, 1);
  learner.solve();
  learner.scores({0, 20, 0, 0}, &best);
  EXPECT_EQ(best, 1);
}

TEST(Lda, SurvivesFeaturesAtTheirLimits) {
  for (const int16_t variance : {int16_t{0}, int16_t{1}, int16_t{4096}, int16_t{32767}}) {
    Learner learner(64, 2, 0, 0);
    for (size_t i = 0; i < 64; i++) {
      learner.base_covariance[MOTE_LDA_TRIANGLE(i + 1) - 1] = variance;
    }
    for (size_t n = 0; n < 33000; n++) {
      Sample z(64, n % 2 ? int8_t{-128} : int8_t{127});
      z[n % 64] = n % 2 ? int8_t{127} : int8_t{-128};
      learner.add(z, n % 2);
    }
    learner.solve();
    int best = -1;
    for (size_t label = 0; label < 2; label++) {
      const Sample z(64, label ? int8_t{-128} : int8_t{127});
      learner.scores(z, &best);
      EXPECT_EQ(best, static_cast<int>(label)) << "variance " << variance;
      EXPECT_LT(learner.distance(z, label), learner.distance(z, 1 - label));
    }
  }
}

TEST(Lda, ConstantFeaturesGiveNoNonsense) {
  Learner learner(32, 2, 0, 0);
  std::fill(learner.base_covariance.begin(), learner.base_covariance.end(), int16_t{0});
  for (size_t n = 0; n < 10; n++) {
    learner.add(Sample(32, 20), 0);
    learner.add(Sample(32, -20), 1);
  }
  learner.solve();
  int best = -1;
  learner.scores(Sample(32, 5), &best);
  EXPECT_EQ(best, 0);
  learner.scores(Sample(32, -5), &best);
  EXPECT_EQ(best, 1);
}

TEST(NearestMean, NeedsNoProducts) {
  Problem problem(32, 11, 0.3, 4);
  problem.learner.state.products = nullptr;
  problem.learner.state.weights = nullptr;
  problem.learner.state.offsets = nullptr;
  problem.learner.state.weights_shift = nullptr;
  mote_lda_reset(&problem.learner.model, &problem.learner.state);
  for (size_t c = 2; c < 5; c++) problem.teach(c, 10);
  problem.reference.samples[5].clear();
  problem.reference.solve();
  int same = 0;
  for (size_t n = 0; n < 1000; n++) {
    const Sample z = problem.sources[n % 6].draw(problem.random);
    Row nearness;
    for (size_t c = 0; c < 5; c++) {
      double sum = 0;
      for (size_t i = 0; i < 32; i++) sum -= std::pow(z[i] - problem.reference.means[c][i], 2);
      nearness.push_back(sum);
    }
    std::vector<int32_t> scores(6);
    same += mote_mean_scores(&problem.learner.model, &problem.learner.state, z.data(),
                             scores.data()) == static_cast<int>(best_of(nearness));
    // Steps of 1/16, squared in 2^-8.
    EXPECT_NEAR(scores[0], nearness[0] / 2, 0.01 * std::abs(nearness[0]) + 1);
    EXPECT_EQ(scores[5], INT32_MIN);
    const int32_t least =
        mote_mean_least_distance(&problem.learner.model, &problem.learner.state, z.data());
    EXPECT_NEAR(least, -2 * *std::max_element(scores.begin(), scores.begin() + 5), 1);
  }
  EXPECT_GE(same, 998);
  const std::vector<int32_t> sums = problem.learner.sums;
  problem.learner.forget(3);
  EXPECT_NE(problem.learner.sums, sums);
}

}  // namespace
}  // namespace mote
