// SPDX-License-Identifier: Apache-2.0
// Weights that matter least become zero; those that stay are set anew so that the layer's outputs
// change least (least squares, row by row).
#include <fmt/format.h>

#include <Eigen/Cholesky>
#include <algorithm>
#include <numeric>

#include "compress/compressor.h"
#include "compress/rounding.h"

namespace mote {
namespace {

constexpr double kShares[] = {0.30, 0.20, 0.14, 0.09, 0.06, 0.04, 0.025};

// What is lost when a weight alone becomes zero.
Matrix importance(const Matrix& w, const Moment& x) {
  return w.cwiseAbs2() * x.covariance.diagonal().asDiagonal();
}

// The weight at `kept` places of a row that give what the whole row gives, as nearly as they can.
void refit(const Matrix& w, const Moment& x, Eigen::Index row,
           const std::vector<Eigen::Index>& kept, Matrix& pruned) {
  const auto count = static_cast<Eigen::Index>(kept.size());
  Eigen::MatrixXd own(count, count);
  Vector target(count);
  const Vector wanted = x.covariance * w.row(row).transpose();
  for (Eigen::Index i = 0; i < count; i++) {
    target(i) = wanted(kept[static_cast<size_t>(i)]);
    for (Eigen::Index j = 0; j < count; j++) {
      own(i, j) = x.covariance(kept[static_cast<size_t>(i)], kept[static_cast<size_t>(j)]);
    }
  }
  const Vector entries = own.ldlt().solve(target);
  for (Eigen::Index i = 0; i < count; i++) {
    pruned(row, kept[static_cast<size_t>(i)]) = entries(i);
  }
}

Matrix pruned_to(const Matrix& w, const Moment& x, const Matrix& importances, int64_t count) {
  std::vector<Eigen::Index> order(static_cast<size_t>(w.size()));
  std::iota(order.begin(), order.end(), Eigen::Index{0});
  std::nth_element(
      order.begin(), order.begin() + count, order.end(), [&](Eigen::Index a, Eigen::Index b) {
        return std::pair(-importances.data()[a], a) < std::pair(-importances.data()[b], b);
      });
  std::vector<std::vector<Eigen::Index>> kept(static_cast<size_t>(w.rows()));
  std::sort(order.begin(), order.begin() + count);
  for (int64_t i = 0; i < count; i++) {
    const Eigen::Index place = order[static_cast<size_t>(i)];
    kept[static_cast<size_t>(place / w.cols())].push_back(place % w.cols());
  }
  Matrix pruned = Matrix::Zero(w.rows(), w.cols());
  for (Eigen::Index row = 0; row < w.rows(); row++) {
    const auto& places = kept[static_cast<size_t>(row)];
    if (!places.empty()) refit(w, x, row, places, pruned);
  }
  return pruned;
}

std::vector<Setting> settings(const Layer& layer) {
  std::vector<Setting> found;
  for (const double share : kShares) {
    const int64_t elements = layer.rows * layer.columns;
    const auto count = static_cast<int64_t>(share * static_cast<double>(elements));
    if (count < layer.rows / 2 || count < 4) break;
    for (const int bits : {8, 4}) {
      found.push_back({fmt::format("{:g} % kept, {} bits", 100 * share, bits), 0, count, bits});
    }
  }
  return found;
}

Factors make(const Matrix& w, const Moment& x, const Setting& setting) {
  const Matrix pruned = pruned_to(w, x, importance(w, x), setting.count);
  return {rounded_sparse(pruned, setting.bits)};
}

}  // namespace

extern const CompressorDef compressor_prune = {
    .name = "prune",
    .summary = "weights that matter least become zero, the others make up for it",
    .settings = settings,
    .make = make,
};

}  // namespace mote
