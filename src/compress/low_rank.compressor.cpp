// SPDX-License-Identifier: Apache-2.0
// W' = U U^T W with U the leading directions of the layer's outputs: the best product of two thin
// matrices for what the layer reads, not for the weights as such.
#include <fmt/format.h>

#include <Eigen/Eigenvalues>

#include "compress/compressor.h"

namespace mote {
namespace {

std::vector<Candidate> candidates(const Matrix& w, const Moment& x) {
  const Matrix outputs = w * x.covariance * w.transpose();
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> directions(outputs);
  // From this rank on two factors have more weights than one layer.
  const int64_t most = w.rows() * w.cols() / (w.rows() + w.cols());
  std::vector<Candidate> found;
  for (int64_t rank : falling_counts(most)) {
    const Matrix u = directions.eigenvectors().rightCols(rank);
    // Values between the factors get the same spread, so that one scale of int8 suits all.
    const Vector spread = directions.eigenvalues().tail(rank).cwiseMax(1e-20).cwiseSqrt();
    Factors factors{u * spread.asDiagonal(),
                    spread.cwiseInverse().asDiagonal() * u.transpose() * w};
    if (stored_bytes(factors) >= stored_bytes({w, {}})) continue;
    const double error = relative_error(w, factors.product(), x);
    found.push_back({"low_rank", fmt::format("rank {}", rank), std::move(factors), error});
  }
  return found;
}

}  // namespace

extern const CompressorDef compressor_low_rank = {
    .name = "low_rank",
    .summary = "two thin layers for one, chosen by what the layer reads",
    .candidates = candidates,
};

}  // namespace mote
