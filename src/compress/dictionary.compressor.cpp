// SPDX-License-Identifier: Apache-2.0
// W = S D: rows of weights as sums of a few atoms (rows of a learnt dictionary D), or W = D S:
// columns of weights as sums of a few columns of D. Codes by orthogonal matching pursuit, D by
// least squares in turn (MOD: Engan, Aase and Husoy, 1999), both in the metric of what the layer
// reads. Begun by SparseSep (Bhattacharya and Lane, SenSys 2016), which approximates W itself.
#include <fmt/format.h>

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>

#include "base/random.h"
#include "compress/compressor.h"
#include "compress/sparse_code.h"

namespace mote {
namespace {

constexpr int kRounds = 8;
constexpr int64_t kLeastCodes = 2;

Matrix solved(Matrix left, const Matrix& right) {
  left.diagonal().array() += 1e-9 * left.trace() / static_cast<double>(left.rows()) + 1e-30;
  return left.ldlt().solve(right);
}

// Half of the atoms are the leading directions of the rows, half are rows drawn at random.
Matrix first_atoms(const Matrix& w, const Matrix& metric, int64_t atoms) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> directions(
      Eigen::MatrixXd(w * metric * w.transpose()));
  Matrix found(atoms, w.cols());
  const int64_t leading = std::min<int64_t>(atoms / 2, w.rows());
  found.topRows(leading) = directions.eigenvectors().rightCols(leading).transpose() * w;
  Random random(1);
  for (int64_t i = leading; i < atoms; i++) found.row(i) = w.row(random.below(w.rows()));
  return found;
}

// Atoms of length 1 in the metric: one scale suits what they give.
void normalize(Matrix& atoms, const Matrix& metric) {
  for (Eigen::Index i = 0; i < atoms.rows(); i++) {
    const double length = std::sqrt(atoms.row(i).dot(atoms.row(i) * metric));
    if (length > 1e-20) atoms.row(i) /= length;
  }
}

// W ~ S D in the metric of the columns.
Factors coded_rows(const Matrix& w, const Matrix& metric, int64_t atoms, int64_t most) {
  Matrix d = first_atoms(w, metric, atoms), s;
  for (int round = 0; round <= kRounds; round++) {
    normalize(d, metric);
    const Matrix weighted = metric * d.transpose();
    s = sparse_codes(d * weighted, w * weighted, most);
    if (round < kRounds) d = solved(s.transpose() * s, s.transpose() * w);
  }
  return {s, d};
}

// W ~ D S with sparse columns of S: rows of W^T, each weighed by how much its input varies, then D
// anew in the full metric.
Factors coded_columns(const Matrix& w, const Matrix& metric, int64_t atoms, int64_t most) {
  const Vector weight = metric.diagonal().cwiseSqrt();
  const Matrix signals = weight.asDiagonal() * w.transpose();
  const Matrix same = Matrix::Identity(w.rows(), w.rows());
  const Factors coded = coded_rows(signals, same, atoms, most);
  const Matrix s = (weight.cwiseInverse().asDiagonal() * coded.outer).transpose();
  const Matrix seen = s * metric;
  const Matrix d = solved(seen * s.transpose(), seen * w.transpose()).transpose();
  // The same spread between the factors, as above.
  const Vector spread = (seen * s.transpose()).diagonal().cwiseMax(1e-20).cwiseSqrt();
  return {d * spread.asDiagonal(), spread.cwiseInverse().asDiagonal() * s};
}

std::vector<Candidate> candidates(const Matrix& w, const Moment& x) {
  std::vector<Candidate> found;
  const auto add = [&](Factors factors, const std::string& setting) {
    if (stored_bytes(factors) >= stored_bytes({w, {}})) return;
    const double error = relative_error(w, factors.product(), x);
    found.push_back({"dictionary", setting, std::move(factors), error});
  };
  for (int64_t atoms : falling_counts(std::min<int64_t>({w.rows(), w.cols() / 2, 128}))) {
    const int64_t most = std::max(atoms / 4, kLeastCodes);
    if (atoms < 3 * kLeastCodes) continue;
    add(coded_rows(w, x.covariance, atoms, most),
        fmt::format("{} atoms, {} codes a row", atoms, most));
    add(coded_columns(w, x.covariance, atoms, most),
        fmt::format("{} atoms, {} codes a column", atoms, most));
  }
  return found;
}

}  // namespace

extern const CompressorDef compressor_dictionary = {
    .name = "dictionary",
    .summary = "a learnt dictionary times sparse codes, in either order",
    .candidates = candidates,
};

}  // namespace mote
