// SPDX-License-Identifier: Apache-2.0
#include "learn/streaming_lda.h"

#include <Eigen/Cholesky>
#include <limits>

#include "learn/moments.h"

namespace mote {

StreamingLda::StreamingLda(const Rows& features, std::span<const int32_t> labels,
                           int64_t prior_count)
    : prior_count_(static_cast<double>(prior_count)),
      base_covariance_(covariance_inside(features, labels)),
      products_(Rows::Zero(features.cols(), features.cols())) {
  const int32_t classes = 1 + *std::max_element(labels.begin(), labels.end());
  base_means_ = Rows(classes, features.cols());
  for (int32_t c = 0; c < classes; c++) {
    base_means_.row(c) = rows_of(features, labels, c).colwise().mean();
  }
  solve();
}

void StreamingLda::learn(const Eigen::VectorXd& features, int32_t label) {
  const auto at = static_cast<size_t>(label);
  if (at >= learnt_.size()) learnt_.resize(at + 1);
  Sums& sums = learnt_[at];
  if (sums.count == 0) sums.sum = Eigen::VectorXd::Zero(features.size());
  sums.count++;
  sums.sum += features;
  products_ += features * features.transpose();
  pooled_++;
}

void StreamingLda::forget(int32_t label) {
  const auto at = static_cast<size_t>(label);
  if (at >= learnt_.size() || learnt_[at].count == 0) return;
  const Sums& sums = learnt_[at];
  products_ -= sums.sum * sums.sum.transpose() / sums.count;
  pooled_--;
  learnt_[at] = {};
}

void StreamingLda::solve() {
  Rows scatter = products_;
  double freedom = pooled_, own = 0;  // classes with a covariance of their own
  for (const Sums& sums : learnt_) {
    if (sums.count == 0) continue;
    scatter -= sums.sum * sums.sum.transpose() / sums.count;
    freedom--;
    if (sums.count >= 2) own++;
  }
  const auto base = static_cast<double>(base_means_.rows());
  Rows covariance = base_covariance_;
  if (own > 0) covariance = (base * base_covariance_ + own * scatter / freedom) / (base + own);
  const Eigen::LLT<Rows> factors(shrunk(covariance, kShrink));
  const auto classes = std::max(base_means_.rows(), static_cast<Eigen::Index>(learnt_.size()));
  constexpr double nowhere = std::numeric_limits<double>::infinity();
  weights_ = Rows::Zero(classes, products_.cols());
  means_ = Rows::Constant(classes, products_.cols(), nowhere);
  offsets_ = Eigen::VectorXd::Constant(classes, nowhere);
  for (Eigen::Index c = 0; c < classes; c++) {
    const auto at = static_cast<size_t>(c);
    const Sums sums = at < learnt_.size() ? learnt_[at] : Sums();
    const double prior = c >= base_means_.rows() ? 0 : sums.count == 0 ? 1 : prior_count_;
    if (prior + sums.count == 0) continue;
    Eigen::RowVectorXd total = Eigen::RowVectorXd::Zero(products_.cols());
    if (prior > 0) total += prior * base_means_.row(c);
    if (sums.count > 0) total += sums.sum.transpose();
    means_.row(c) = total / (prior + sums.count);
    weights_.row(c) = factors.solve(means_.row(c).transpose());
    offsets_[c] = means_.row(c).dot(weights_.row(c)) / 2;
  }
}

int32_t StreamingLda::nearest_mean(const Eigen::VectorXd& features) const {
  Eigen::Index best = 0;
  (means_.rowwise() - features.transpose()).rowwise().squaredNorm().minCoeff(&best);
  return static_cast<int32_t>(best);
}

int32_t StreamingLda::classify(const Eigen::VectorXd& features) const {
  Eigen::Index best = 0;
  (weights_ * features - offsets_).maxCoeff(&best);
  return static_cast<int32_t>(best);
}

}  // namespace mote
