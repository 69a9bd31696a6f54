// SPDX-License-Identifier: Apache-2.0
// The classifier of device/learn/lda.h in real numbers: what its integers are held against.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "learn/projection.h"

namespace mote {

// So many samples the mean counts as that a class has from the start: the first windows that a user
// adds to it move it a little only.
constexpr int64_t kPriorCount = 20;

// Streaming linear discriminant analysis (Hayes and Kanan, 2020: "Lifelong machine learning with
// deep streaming linear discriminant analysis"), with one covariance for all classes in which each
// class counts the same, however many samples it has.
class StreamingLda {
 public:
  // Rows of features of the classes that are known from the start. Their means count as so many
  // samples once a class has some of its own; 0: these replace the mean.
  StreamingLda(const Rows& features, std::span<const int32_t> labels,
               int64_t prior_count = kPriorCount);

  // One sample of a new class, or of one that is known.
  void learn(const Eigen::VectorXd& features, int32_t label);

  // Forgets where a class lies; how its samples scattered stays. A class that was known from the
  // start goes back to its first mean.
  void forget(int32_t label);

  // Makes the scores for what has been learnt so far.
  void solve();

  // The class with the highest score. REQUIRES: solve().
  int32_t classify(const Eigen::VectorXd& features) const;

  // The class whose mean is nearest. REQUIRES: solve().
  int32_t nearest_mean(const Eigen::VectorXd& features) const;

  const Rows& base_covariance() const { return base_covariance_; }
  const Rows& base_means() const { return base_means_; }

 private:
  struct Sums {
    double count = 0;
    Eigen::VectorXd sum;
  };

  double prior_count_;
  Rows base_means_, base_covariance_;
  std::vector<Sums> learnt_;  // by class, those known from the start included
  Rows products_;             // of all that was learnt
  double pooled_ = 0;         // samples in products, less one for each time a class was forgotten
  Rows means_, weights_;      // classes x features
  Eigen::VectorXd offsets_;
};

}  // namespace mote
