// SPDX-License-Identifier: Apache-2.0
#include "learn/softmax_head.h"

namespace mote {
namespace {

Rows with_one(const Rows& features) {
  Rows all(features.rows(), features.cols() + 1);
  all << features, Rows::Ones(features.rows(), 1);
  return all;
}

Rows probabilities(const Rows& scores) {
  const Rows powers = (scores.colwise() - scores.rowwise().maxCoeff()).array().exp();
  return powers.array().colwise() / powers.rowwise().sum().array();
}

}  // namespace

SoftmaxHead::SoftmaxHead(const Rows& features, std::span<const int32_t> labels, int64_t classes) {
  constexpr int passes = 500;
  constexpr double decay = 1e-3;
  const Rows x = with_one(features);
  Rows wanted = Rows::Zero(x.rows(), classes);
  for (Eigen::Index i = 0; i < x.rows(); i++) wanted(i, labels[static_cast<size_t>(i)]) = 1;
  weights_ = Rows::Zero(classes, x.cols());
  // The loss bends by no more than half of the mean squared length of a row.
  const double step = 2 / (x.squaredNorm() / static_cast<double>(x.rows()) + decay);
  for (int pass = 0; pass < passes; pass++) {
    const Rows off = probabilities(x * weights_.transpose()) - wanted;
    weights_ -= step * (off.transpose() * x / static_cast<double>(x.rows()) + decay * weights_);
  }
}

int32_t SoftmaxHead::classify(const Eigen::VectorXd& features) const {
  Eigen::VectorXd x(features.size() + 1);
  x << features, 1;
  Eigen::Index best = 0;
  (weights_ * x).maxCoeff(&best);
  return static_cast<int32_t>(best);
}

}  // namespace mote
