// SPDX-License-Identifier: Apache-2.0
// W' = A B + S: two thin layers, and beside them the few weights that no low rank tells. Each in
// turn is made for what the other leaves, in the metric of what the layer reads.
#include <fmt/format.h>

#include "compress/compressor.h"
#include "compress/rounding.h"
#include "compress/solve.h"
#include "compress/sparse_fit.h"

namespace mote {
namespace {

constexpr int kRounds = 2;
constexpr int kBits = 4;

std::vector<Setting> settings(const Layer& layer) {
  // From this rank on two factors have more weights than one layer.
  const int64_t most = layer.rows * layer.columns / (layer.rows + layer.columns);
  std::vector<Setting> found;
  for (const int64_t rank : falling_counts(std::min<int64_t>(most / 2, 28), 0.57)) {
    for (const double share : {0.03, 0.01}) {
      const auto elements = static_cast<double>(layer.rows * layer.columns);
      const auto count = static_cast<int64_t>(share * elements);
      if (count < std::max<int64_t>(layer.rows / 2, 4)) break;
      found.push_back({fmt::format("rank {} and {:g} % kept, {} bits", rank, 100 * share, kBits),
                       rank, count, kBits});
    }
  }
  return found;
}

Factors make(const Matrix& w, const Moment& x, const Setting& setting) {
  Matrix sparse = Matrix::Zero(w.rows(), w.cols()), thick = w;
  Places places;
  Leading found;
  for (int round = 0; round < kRounds; round++) {
    thick = w - sparse;
    found = leading_outputs(thick, x.covariance, setting.size);
    const Matrix left = w - found.u * (found.u.transpose() * thick);
    places = best_places(left, x.covariance, {setting.count});
    sparse = sparse_fit(left, x.covariance, places, 8).w;
  }
  thick = w - sparse;
  found = leading_outputs(thick, x.covariance, setting.size);
  const Matrix inner = found.spread.cwiseInverse().asDiagonal() * found.u.transpose() * thick;
  Factors factors =
      rounded_outer(thick, x.covariance, rounded(inner, x.feedback, setting.bits), setting.bits);
  factors.rest = sparse_fit(w - factors.product(), x.covariance, places, setting.bits);
  return factors;
}

}  // namespace

extern const CompressorDef compressor_low_rank_sparse = {
    .name = "low_rank_sparse",
    .summary = "two thin layers, and beside them the weights that these leave most of",
    .settings = settings,
    .make = make,
};

}  // namespace mote
