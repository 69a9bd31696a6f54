// SPDX-License-Identifier: Apache-2.0
// W ~ S D as in 2016, to compare with: a dictionary for the weights as such, whatever the layer
// reads, by K-SVD (Aharon, Elad and Bruckstein, 2006), as SparseSep (Bhattacharya and Lane, SenSys
// 2016) does it.
#include <fmt/format.h>

#include "base/interrupt.h"
#include "base/random.h"
#include "compress/compressor.h"
#include "compress/sparse_code.h"

namespace mote {
namespace {

constexpr int kRounds = 10;

// The atom and its codes become the best single product for the rows that use it, by power
// iteration.
void renew(const Matrix& w, Eigen::Index atom, Matrix& d, Matrix& s) {
  std::vector<Eigen::Index> users;
  for (Eigen::Index row = 0; row < s.rows(); row++) {
    if (s(row, atom) != 0) users.push_back(row);
  }
  if (users.empty()) return;
  Matrix left(static_cast<Eigen::Index>(users.size()), w.cols());
  Vector codes(left.rows());
  for (Eigen::Index i = 0; i < left.rows(); i++) {
    const Eigen::Index row = users[static_cast<size_t>(i)];
    left.row(i) = w.row(row) - s.row(row) * d + s(row, atom) * d.row(atom);
    codes(i) = s(row, atom);
  }
  for (int round = 0; round < 3; round++) {
    Vector direction = left.transpose() * codes;
    const double length = direction.norm();
    if (length < 1e-20) return;
    d.row(atom) = (direction / length).transpose();
    codes = left * d.row(atom).transpose();
  }
  for (Eigen::Index i = 0; i < left.rows(); i++) s(users[static_cast<size_t>(i)], atom) = codes(i);
}

std::vector<Setting> settings(const Layer& layer) {
  std::vector<Setting> found;
  for (const int64_t atoms :
       falling_counts(std::min<int64_t>({layer.rows, layer.columns / 2, 128}), 0.67)) {
    const int64_t most = std::max<int64_t>(atoms / 4, 2);
    if (atoms < 6) continue;
    found.push_back({fmt::format("{} atoms, {} codes a row", atoms, most), atoms, most});
  }
  return found;
}

Factors make(const Matrix& w, const Moment&, const Setting& setting) {
  Random random(1);
  Matrix d(setting.size, w.cols()), s;
  for (Eigen::Index i = 0; i < d.rows(); i++) {
    d.row(i) = w.row(random.below(w.rows()));
    d.row(i) /= std::max(d.row(i).norm(), 1e-20);
  }
  for (int round = 0; round < kRounds; round++) {
    check_interrupted();
    s = sparse_codes(d * d.transpose(), w * d.transpose(), setting.count);
    for (Eigen::Index atom = 0; atom < d.rows(); atom++) renew(w, atom, d, s);
  }
  return {{s}, {d}};
}

}  // namespace

extern const CompressorDef compressor_ksvd = {
    .name = "ksvd",
    .summary = "the dictionary of 2016, learnt from the weights alone",
    .is_baseline = true,
    .settings = settings,
    .make = make,
};

}  // namespace mote
