// SPDX-License-Identifier: Apache-2.0
// A discriminant analysis on the device with its memory, random classes to teach it, and the
// textbook in double precision.
#ifndef MOTE_TESTS_LEARN_LDA_REFERENCE_H
#define MOTE_TESTS_LEARN_LDA_REFERENCE_H

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "learn/lda.h"

namespace mote {

using Row = std::vector<double>;
using Sample = std::vector<int8_t>;

// A model with its memory.
struct Learner {
  std::vector<int16_t> base_means, base_covariance, weights, factors;
  std::vector<int32_t> counts, sums, products, offsets, inverses, column;
  int32_t pooled = 77, weights_shift = 77;
  mote_lda_model model{};
  mote_lda_state state{};
  mote_lda_work work{};

  Learner(size_t d, size_t classes, size_t base_classes, int32_t prior_count)
      : base_means(base_classes * d),
        base_covariance(MOTE_LDA_TRIANGLE(d)),
        weights(classes * d, 77),
        factors(MOTE_LDA_BELOW(d), 77),
        counts(classes, 77),
        sums(classes * d, 77),
        products(MOTE_LDA_TRIANGLE(d), 77),
        offsets(classes, 77),
        inverses(d, 77),
        column(d, 77) {
    for (size_t i = 0; i < d; i++) base_covariance[MOTE_LDA_TRIANGLE(i + 1) - 1] = 4096;
    model = {static_cast<int32_t>(d),
             static_cast<int32_t>(classes),
             static_cast<int32_t>(classes),
             static_cast<int32_t>(base_classes),
             prior_count,
             base_means.data(),
             base_covariance.data()};
    state = {&pooled,        counts.data(),  sums.data(),   products.data(),
             weights.data(), offsets.data(), &weights_shift};
    work = {factors.data(), inverses.data(), column.data()};
    mote_lda_reset(&model, &state);
  }
  Learner(const Learner&) = delete;

  void add(const Sample& z, size_t label) {
    mote_lda_add(&model, &state, z.data(), static_cast<int32_t>(label));
  }
  void forget(int label) { mote_lda_forget(&model, &state, label); }
  void solve() { mote_lda_solve(&model, &state, &work); }
  std::vector<int32_t> scores(const Sample& z, int* best) {
    std::vector<int32_t> scores(counts.size(), 77);
    *best = mote_lda_scores(&model, &state, z.data(), scores.data());
    return scores;
  }
  double distance(const Sample& z, size_t label) {
    return mote_lda_distance(&model, &state, &work, z.data(), static_cast<int32_t>(label)) / 256.0;
  }
};

// x = mean + shape * normal numbers, in standard deviations.
struct Source {
  Row mean;
  std::vector<Row> shape;

  Sample draw(std::mt19937& random) const {
    std::normal_distribution<double> normal;
    const size_t d = mean.size();
    Row x = mean, noise(d);
    for (double& value : noise) value = normal(random);
    Sample z(d);
    for (size_t i = 0; i < d; i++) {
      for (size_t k = 0; k < d; k++) x[i] += shape[i][k] * noise[k];
      z[i] = static_cast<int8_t>(std::clamp(std::round(x[i] * 16), -128.0, 127.0));
    }
    return z;
  }
};

// Classes `apart` standard deviations from the middle; `bend` turns the covariance away from I.
inline Source make_source(size_t d, double apart, double bend, std::mt19937& random) {
  std::normal_distribution<double> normal;
  const double root = std::sqrt(static_cast<double>(d));
  Source source{Row(d), std::vector<Row>(d, Row(d))};
  for (size_t i = 0; i < d; i++) {
    source.mean[i] = apart / root * normal(random);
    for (size_t k = 0; k < d; k++) {
      source.shape[i][k] = (i == k) + bend / root * normal(random);
    }
  }
  return source;
}

// The same classifier, from the samples themselves, in steps of z.
struct Reference {
  size_t d, base_classes;
  int prior_count;
  std::vector<Row> base_means, base_covariance;
  std::vector<std::vector<Sample>> samples;
  std::vector<Row> covariance, means, weights;

  explicit Reference(const Learner& learner)
      : d(learner.column.size()),
        base_classes(static_cast<size_t>(learner.model.base_classes)),
        prior_count(learner.model.prior_count),
        base_means(base_classes, Row(d)),
        base_covariance(d, Row(d)),
        samples(learner.counts.size()) {
    for (size_t c = 0; c < base_classes; c++) {
      for (size_t i = 0; i < d; i++) base_means[c][i] = learner.base_means[c * d + i] / 16.0;
    }
    for (size_t i = 0, at = 0; i < d; i++) {
      for (size_t j = 0; j <= i; j++, at++) {
        base_covariance[i][j] = base_covariance[j][i] = learner.base_covariance[at] / 16.0;
      }
    }
  }

  Row mean_of(size_t c) const {
    const double count = static_cast<double>(samples[c].size());
    const double prior = c >= base_classes ? 0 : count == 0 ? 1 : prior_count;
    Row mean(d);
    for (size_t i = 0; i < d; i++) {
      double sum = prior > 0 ? prior * base_means[c][i] : 0;
      for (const Sample& z : samples[c]) sum += z[i];
      mean[i] = prior + count > 0 ? sum / (prior + count) : 0;
    }
    return mean;
  }

  void add_scatter(const std::vector<Sample>& group, std::vector<Row>& scatter) const {
    Row mean(d);
    for (const Sample& z : group) {
      for (size_t i = 0; i < d; i++) mean[i] += z[i] / static_cast<double>(group.size());
    }
    for (const Sample& z : group) {
      for (size_t i = 0; i < d; i++) {
        for (size_t j = 0; j < d; j++) scatter[i][j] += (z[i] - mean[i]) * (z[j] - mean[j]);
      }
    }
  }

  // kept: groups whose class was forgotten.
  void solve(const std::vector<std::vector<Sample>>& kept = {}) {
    std::vector<Row> scatter(d, Row(d));
    const double base = static_cast<double>(base_classes);
    double scattered = 0, freedom = 0, trace = 0;
    for (const auto& group : kept) {
      add_scatter(group, scatter);
      freedom += static_cast<double>(group.size()) - 1;
    }
    for (const auto& group : samples) {
      add_scatter(group, scatter);
      if (!group.empty()) freedom += static_cast<double>(group.size()) - 1;
      scattered += group.size() >= 2;
    }
    covariance = base_covariance;
    for (size_t i = 0; i < d; i++) {
      for (size_t j = 0; j < d && scattered > 0; j++) {
        covariance[i][j] = base * covariance[i][j] + scattered * scatter[i][j] / freedom;
        covariance[i][j] /= base + scattered;
      }
      trace += covariance[i][i];
    }
    for (size_t i = 0; i < d; i++) {
      for (size_t j = 0; j < d; j++) covariance[i][j] *= 0.9;
      covariance[i][i] += 0.1 * trace / static_cast<double>(d);
    }
    means.clear();
    weights.clear();
    for (size_t c = 0; c < samples.size(); c++) {
      means.push_back(mean_of(c));
      weights.push_back(solve_for(means.back()));
    }
  }

  // covariance^-1 right by elimination; positive definite, so no pivoting.
  Row solve_for(Row right) const {
    std::vector<Row> a = covariance;
    for (size_t k = 0; k < d; k++) {
      for (size_t i = k + 1; i < d; i++) {
        const double factor = a[i][k] / a[k][k];
        for (size_t j = k; j < d; j++) a[i][j] -= factor * a[k][j];
        right[i] -= factor * right[k];
      }
    }
    for (size_t i = d; i-- > 0;) {
      for (size_t j = i + 1; j < d; j++) right[i] -= a[i][j] * right[j];
      right[i] /= a[i][i];
    }
    return right;
  }

  Row scores(const Sample& z) const {
    Row scores(means.size());
    for (size_t c = 0; c < means.size(); c++) {
      for (size_t i = 0; i < d; i++) scores[c] += weights[c][i] * (z[i] - means[c][i] / 2);
    }
    return scores;
  }

  double distance(const Sample& z, size_t c) const {
    Row difference(d);
    for (size_t i = 0; i < d; i++) difference[i] = z[i] - means[c][i];
    const Row solved = solve_for(difference);
    double sum = 0;
    for (size_t i = 0; i < d; i++) sum += difference[i] * solved[i];
    return sum;
  }
};

inline size_t best_of(const Row& scores) {
  return static_cast<size_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
}

// Three base classes with the covariance I, three new ones with others.
struct Problem {
  std::mt19937 random;
  Learner learner;
  Reference reference;
  std::vector<Source> sources;

  Problem(size_t d, unsigned seed, double bend, int prior_count = 0)
      : random(seed), learner(d, 6, 3, prior_count), reference(learner) {
    for (size_t c = 0; c < 6; c++) sources.push_back(make_source(d, 3.2, c < 3 ? 0 : bend, random));
    for (size_t i = 0; i < 3 * d; i++) {
      learner.base_means[i] = static_cast<int16_t>(std::lround(sources[i / d].mean[i % d] * 256));
    }
    reference = Reference(learner);
  }

  void teach(size_t label, int count) {
    for (int n = 0; n < count; n++) {
      reference.samples[label].push_back(sources[label].draw(random));
      learner.add(reference.samples[label].back(), label);
    }
  }
  void solve() {
    learner.solve();
    reference.solve();
  }
};

}  // namespace mote

#endif
