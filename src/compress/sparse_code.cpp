// SPDX-License-Identifier: Apache-2.0
#include "compress/sparse_code.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace mote {
namespace {

// One signal's codes: a Cholesky factor of the chosen atoms' products grows with each of them.
class Pursuit {
 public:
  Pursuit(const Matrix& gram, int64_t most) : gram_(gram), factor_(most, most), target_(most) {}

  Vector codes_of(const Vector& correlations, int64_t most) {
    chosen_.clear();
    Vector left = correlations, entries;
    while (static_cast<int64_t>(chosen_.size()) < most && add_best(left, correlations)) {
      const auto count = static_cast<Eigen::Index>(chosen_.size());
      const auto factor = factor_.topLeftCorner(count, count);
      entries = factor.triangularView<Eigen::Lower>().solve(target_.head(count));
      entries = factor.transpose().triangularView<Eigen::Upper>().solve(entries);
      left = correlations;
      for (size_t i = 0; i < chosen_.size(); i++) {
        left -= entries(static_cast<Eigen::Index>(i)) * gram_.col(chosen_[i]);
      }
    }
    Vector codes = Vector::Zero(correlations.size());
    for (size_t i = 0; i < chosen_.size(); i++) {
      codes(chosen_[i]) = entries(static_cast<Eigen::Index>(i));
    }
    return codes;
  }

 private:
  // The atom that explains most of what is left; false when none explains anything.
  bool add_best(const Vector& left, const Vector& correlations) {
    constexpr double least = 1e-9;
    Eigen::Index best = -1;
    double most = 0;
    for (Eigen::Index atom = 0; atom < left.size(); atom++) {
      const double length = gram_(atom, atom);
      if (length < 1e-20 || std::find(chosen_.begin(), chosen_.end(), atom) != chosen_.end())
        continue;
      const double gain = left(atom) * left(atom) / length;
      if (gain > most) most = gain, best = atom;
    }
    if (best < 0) return false;
    const auto count = static_cast<Eigen::Index>(chosen_.size());
    Vector row(count);
    for (Eigen::Index i = 0; i < count; i++) row(i) = gram_(best, chosen_[static_cast<size_t>(i)]);
    const auto factor = factor_.topLeftCorner(count, count);
    row = factor.triangularView<Eigen::Lower>().solve(row).eval();
    const double rest = gram_(best, best) - row.squaredNorm();
    if (rest < least * gram_(best, best)) return false;
    factor_.row(count).head(count) = row.transpose();
    factor_(count, count) = std::sqrt(rest);
    chosen_.push_back(best);
    target_(count) = correlations(best);
    return true;
  }

  const Matrix& gram_;
  Matrix factor_;
  Vector target_;
  std::vector<Eigen::Index> chosen_;
};

}  // namespace

Matrix sparse_codes(const Matrix& gram, const Matrix& correlations, int64_t most) {
  Matrix codes(correlations.rows(), correlations.cols());
  Pursuit pursuit(gram, std::min<int64_t>(most, gram.rows()));
  for (Eigen::Index i = 0; i < correlations.rows(); i++) {
    codes.row(i) = pursuit.codes_of(correlations.row(i), std::min<int64_t>(most, gram.rows()));
  }
  return codes;
}

}  // namespace mote
