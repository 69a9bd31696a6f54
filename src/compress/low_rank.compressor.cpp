// SPDX-License-Identifier: Apache-2.0
// W' = A U^T W with U the leading directions of the layer's outputs: the best product of two thin
// matrices for what the layer reads, not for the weights as such. Both are rounded, A to make up
// for the rounding of U^T W.
#include <fmt/format.h>

#include "compress/compressor.h"
#include "compress/rounding.h"
#include "compress/solve.h"

namespace mote {
namespace {

std::vector<Setting> settings(const Layer& layer) {
  // From this rank on two factors have more weights than one layer.
  const int64_t most = layer.rows * layer.columns / (layer.rows + layer.columns);
  std::vector<Setting> found;
  for (const int64_t rank : falling_counts(std::min<int64_t>(most, 160), 0.8)) {
    for (const int bits : {8, 4, 3}) {
      found.push_back({fmt::format("rank {}, {} bits", rank, bits), rank, 0, bits});
    }
  }
  return found;
}

Factors make(const Matrix& w, const Moment& x, const Setting& setting) {
  // Values between the factors get the same spread, so that one scale of int8 suits all.
  const auto [u, spread] = leading_outputs(w, x.covariance, setting.size);
  const Matrix inner = spread.cwiseInverse().asDiagonal() * u.transpose() * w;
  return rounded_outer(w, x.covariance, rounded(inner, x.feedback, setting.bits), setting.bits);
}

}  // namespace

extern const CompressorDef compressor_low_rank = {
    .name = "low_rank",
    .summary = "two thin layers for one, chosen by what the layer reads",
    .settings = settings,
    .make = make,
};

}  // namespace mote
