// SPDX-License-Identifier: Apache-2.0
// W = S D: rows of weights as sums of a few atoms (rows of a learnt dictionary D), or W = D S:
// columns of weights as sums of a few columns of D. Codes by orthogonal matching pursuit, D by
// least squares in turn (MOD: Engan, Aase and Husoy, 1999), both in the metric of what the layer
// reads. Begun by SparseSep (Bhattacharya and Lane, SenSys 2016), which approximates W itself.
#include <fmt/format.h>

#include "base/random.h"
#include "compress/compressor.h"
#include "compress/rounding.h"
#include "compress/solve.h"
#include "compress/sparse_code.h"

namespace mote {
namespace {

constexpr int kRounds = 8;
constexpr int64_t kLeastCodes = 2;

Matrix nearly_solved(Matrix left, const Matrix& right) {
  left.diagonal().array() += 1e-9 * left.trace() / static_cast<double>(left.rows()) + 1e-30;
  return solved(left, right);
}

// Half of the atoms are the leading directions of the rows, half are rows drawn at random.
Matrix first_atoms(const Matrix& w, const Matrix& metric, int64_t atoms) {
  Matrix found(atoms, w.cols());
  const int64_t leading = std::min<int64_t>(atoms / 2, w.rows());
  found.topRows(leading) = leading_outputs(w, metric, leading).u.transpose() * w;
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

// Atoms D and codes S, W ~ S D in the metric of the columns.
struct Coded {
  Matrix codes, atoms;
};

Coded coded(const Matrix& w, const Matrix& metric, int64_t atoms, int64_t most) {
  Matrix d = first_atoms(w, metric, atoms), s;
  for (int round = 0; round <= kRounds; round++) {
    normalize(d, metric);
    const Matrix weighted = metric * d.transpose();
    s = sparse_codes(d * weighted, w * weighted, most);
    if (round < kRounds) d = nearly_solved(s.transpose() * s, s.transpose() * w);
  }
  return {s, d};
}

// Settings that differ in bits alone ask for the same, one after another.
Coded coded_rows(const Matrix& w, const Matrix& metric, int64_t atoms, int64_t most) {
  struct Last {
    Matrix w, metric;
    int64_t atoms = 0, most = 0;
    Coded coded;
  };
  thread_local Last last;
  if (last.atoms != atoms || last.most != most || !is_same(last.w, w) ||
      !is_same(last.metric, metric)) {
    last = {w, metric, atoms, most, coded(w, metric, atoms, most)};
  }
  return last.coded;
}

// W ~ S D: D is rounded, then S is chosen anew for what became of it.
Factors by_rows(const Matrix& w, const Moment& x, const Setting& setting) {
  const Coded coded = coded_rows(w, x.covariance, setting.size, setting.count);
  Factors factors{{coded.codes}, rounded(coded.atoms, x.feedback, setting.bits)};
  if (setting.bits >= 8) return factors;
  const Matrix weighted = x.covariance * factors.inner.w.transpose();
  const Matrix codes = sparse_codes(factors.inner.w * weighted, w * weighted, setting.count);
  factors.outer = rounded_sparse(codes, setting.bits);
  return factors;
}

// W ~ D S with sparse columns of S: rows of W^T, each weighed by how much its input varies, then D
// anew in the full metric.
Factors by_columns(const Matrix& w, const Moment& x, const Setting& setting) {
  const Vector weight = x.covariance.diagonal().cwiseSqrt();
  const Matrix signals = weight.asDiagonal() * w.transpose();
  const Matrix same = Matrix::Identity(w.rows(), w.rows());
  const Coded coded = coded_rows(signals, same, setting.size, setting.count);
  const Matrix s = (weight.cwiseInverse().asDiagonal() * coded.codes).transpose();
  // The same spread between the factors, so that one scale of int8 suits all.
  const Vector spread = (s * x.covariance * s.transpose()).diagonal().cwiseMax(1e-20).cwiseSqrt();
  const Factor inner = rounded_sparse(spread.cwiseInverse().asDiagonal() * s, setting.bits);
  return rounded_outer(w, x.covariance, inner, setting.bits);
}

std::vector<Setting> settings(const Layer& layer) {
  std::vector<Setting> found;
  const std::vector<int64_t> sizes =
      falling_counts(std::min<int64_t>({layer.rows, layer.columns / 2, 96}), 0.67);
  for (const bool by_columns : {false, true}) {
    for (const int64_t atoms : sizes) {
      for (const int64_t most : {atoms / 4, 2 * atoms / 5}) {
        if (most < kLeastCodes) continue;
        for (const int bits : {8, 4}) {
          found.push_back({fmt::format("{} atoms, {} codes a {}, {} bits", atoms, most,
                                       by_columns ? "column" : "row", bits),
                           atoms, most, bits, by_columns});
        }
      }
    }
  }
  return found;
}

Factors make(const Matrix& w, const Moment& x, const Setting& setting) {
  return setting.by_columns ? by_columns(w, x, setting) : by_rows(w, x, setting);
}

}  // namespace

extern const CompressorDef compressor_dictionary = {
    .name = "dictionary",
    .summary = "a learnt dictionary times sparse codes, in either order",
    .settings = settings,
    .make = make,
};

}  // namespace mote
