// SPDX-License-Identifier: Apache-2.0
#include "compress/sparse_fit.h"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <limits>

#include "base/interrupt.h"
#include "compress/rounding.h"

namespace mote {
namespace {

// A column that a band gets, and the error it takes away: no more than any of the band before it.
struct Pick {
  double gain;
  int64_t band;
  Eigen::Index column;
};

// Adds columns to a band one by one. The metric's columns that have been taken, each without its
// part in those before it, make up a basis: what they leave of the others' lengths and of what w
// sees says what each would bring. In float: it only chooses.
class Pursuit {
 public:
  Pursuit(const Matrix& metric, const Pattern& pattern, int64_t most)
      : metric_(metric.cast<float>()), basis_(metric.rows(), most), pattern_(pattern) {}

  // Appends picks for a band whose rows see `left` (a column each), down to those of gain `enough`.
  void run(Eigen::MatrixXf left, int64_t band, double enough, std::vector<Pick>& picks) {
    rest_ = metric_.diagonal();
    open_.setOnes(rest_.size());
    taken_.assign(static_cast<size_t>(rest_.size()), 0);
    double least = std::numeric_limits<double>::infinity();
    for (Eigen::Index size = 0; size < basis_.cols(); size++) {
      gains_ = open_.cwiseProduct(left.rowwise().squaredNorm()).cwiseQuotient(rest_);
      Eigen::Index column = 0;
      least = std::min(least, double{gains_.maxCoeff(&column)});
      if (least <= enough) return;
      picks.push_back({least, band, column});
      take(column, size, left);
    }
  }

 private:
  void take(Eigen::Index column, Eigen::Index size, Eigen::MatrixXf& left) {
    constexpr float shortest = 1e-4f;
    auto direction = basis_.col(size);
    direction = metric_.col(column);
    direction.noalias() -= basis_.leftCols(size) * basis_.row(column).head(size).transpose();
    direction /= std::sqrt(std::max(direction(column), shortest * metric_(column, column)));
    left -= direction * (left.row(column) / direction(column)).eval();
    rest_ = (rest_ - direction.cwiseAbs2()).cwiseMax(shortest * metric_.diagonal());
    open_(column) = 0;
    if (pattern_.group == 0) return;
    const Eigen::Index group = column / pattern_.group, begin = group * pattern_.group;
    if (++taken_[static_cast<size_t>(group)] < pattern_.most) return;
    open_.segment(begin, std::min<Eigen::Index>(pattern_.group, open_.size() - begin)).setZero();
  }

  const Eigen::MatrixXf metric_;
  Eigen::MatrixXf basis_;
  Eigen::VectorXf rest_, open_, gains_;
  std::vector<int64_t> taken_;
  const Pattern pattern_;
};

bool gains_more(const Pick& a, const Pick& b) {
  return std::pair(-a.gain, a.band) < std::pair(-b.gain, b.band);
}

// A gain that those picks hardly fall below which stay in the end, as far as the first bands tell.
double gain_at(std::vector<Pick>& picks, int64_t rank) {
  constexpr double slack = 0.75;
  if (rank >= static_cast<int64_t>(picks.size())) return 0;
  std::vector<double> gains;
  for (const Pick& pick : picks) gains.push_back(pick.gain);
  std::nth_element(gains.begin(), gains.begin() + rank, gains.end(), std::greater<>());
  return slack * gains[static_cast<size_t>(rank)];
}

Places places_of(const std::vector<Pick>& picks, int64_t bands) {
  Places places(static_cast<size_t>(bands));
  for (const Pick& pick : picks) places[static_cast<size_t>(pick.band)].push_back(pick.column);
  for (auto& columns : places) std::sort(columns.begin(), columns.end());
  return places;
}

const std::vector<Eigen::Index>& columns_of(const Places& places, Eigen::Index row,
                                            Eigen::Index rows) {
  const auto bands = static_cast<Eigen::Index>(places.size());
  return places[static_cast<size_t>(row / ((rows + bands - 1) / bands))];
}

Matrix refitted(const Matrix& seen, const Matrix& metric, const Places& places) {
  Matrix fitted = Matrix::Zero(seen.rows(), seen.cols());
  Eigen::LLT<Eigen::MatrixXd> own;
  const std::vector<Eigen::Index>* before = nullptr;
  for (Eigen::Index row = 0; row < seen.rows(); row++) {
    const auto& columns = columns_of(places, row, seen.rows());
    if (columns.empty()) continue;
    if (&columns != before) own.compute(metric(columns, columns));
    before = &columns;
    fitted.row(row)(columns) = own.solve(seen.row(row)(columns).transpose()).transpose();
  }
  return fitted;
}

// Each entry in turn becomes the multiple of the step that is best with the others as they are.
void settle(const Matrix& own, const Vector& wanted, double step, double limit, Vector& entries) {
  constexpr int rounds = 4;
  Vector missing = wanted - own * entries;
  for (int round = 0; round < rounds; round++) {
    for (Eigen::Index i = 0; i < entries.size(); i++) {
      const double best = entries(i) + missing(i) / own(i, i);
      const double moved = step * std::clamp(std::round(best / step), -limit, limit) - entries(i);
      if (moved == 0) continue;
      entries(i) += moved;
      missing -= moved * own.row(i).transpose();
    }
  }
}

}  // namespace

Places best_places(const Matrix& seen, const Matrix& metric, const Pattern& pattern) {
  const int64_t bands = (seen.rows() + pattern.rows - 1) / pattern.rows;
  const int64_t count = pattern.count / pattern.rows;
  // Rows differ in how much they need; nearly all that do stay within this.
  const int64_t most = std::min<int64_t>(seen.cols(), 3 * count / bands + 16);
  constexpr int64_t first_bands = 8;
  Pursuit pursuit(metric, pattern, most);
  std::vector<Pick> picks;
  for (int64_t band = 0; band < bands; band++) {
    check_interrupted();
    const double enough = band < first_bands ? 0 : gain_at(picks, count * band / bands);
    const int64_t first = band * pattern.rows;
    const int64_t rows = std::min(pattern.rows, seen.rows() - first);
    pursuit.run(seen.middleRows(first, rows).transpose().cast<float>(), band, enough, picks);
  }
  // Stable: of a band's picks the first ones stay.
  std::stable_sort(picks.begin(), picks.end(), gains_more);
  if (static_cast<int64_t>(picks.size()) > count) picks.resize(static_cast<size_t>(count));
  return places_of(picks, bands);
}

Factor sparse_fit(const Matrix& seen, const Matrix& metric, const Places& places, int bits) {
  Factor fitted = rounded_sparse(refitted(seen, metric, places), bits);
  if (bits >= 8) return fitted;
  const double limit = (1 << (bits - 1)) - 1;
  for (Eigen::Index row = 0; row < seen.rows(); row++) {
    const auto& columns = columns_of(places, row, seen.rows());
    Vector entries = fitted.w.row(row)(columns).transpose();
    settle(metric(columns, columns), seen.row(row)(columns).transpose(), fitted.steps(row), limit,
           entries);
    fitted.w.row(row)(columns) = entries.transpose();
  }
  return fitted;
}

}  // namespace mote
