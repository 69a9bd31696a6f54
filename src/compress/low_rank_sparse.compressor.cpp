// SPDX-License-Identifier: Apache-2.0
// W' = A B + S: two thin layers, and beside them the few weights that no low rank tells. Each in
// turn is made for what the other leaves, in the metric of what the layer reads.
#include <fmt/format.h>

#include <algorithm>

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

// What is left of w when few weights are taken out of it. Only those are multiplied anew.
struct Thick {
  Thick(const Matrix& all_, const Matrix& metric_)
      : all(all_),
        metric(metric_),
        all_seen(all * metric),
        all_variance(all_seen * all.transpose()) {}

  void take_out(const Matrix& sparse) {
    const Matrix sparse_seen = product_of_few(sparse, metric);
    const Matrix crossed = product_of_few(sparse, all_seen.transpose());
    w = all - sparse;
    seen = all_seen - sparse_seen;
    variance = all_variance - crossed - crossed.transpose() +
               product_of_few(sparse, sparse_seen.transpose());
  }

  const Matrix &all, &metric;
  const Matrix all_seen, all_variance;
  // Of what is left: the weights, these times the metric, the variance of the outputs.
  Matrix w = all, seen = all_seen, variance = all_variance;
};

Factors make(const Matrix& w, const Moment& x, const Setting& setting) {
  constexpr int64_t spare = 8;  // directions more than are wanted, to find these quickly
  const Matrix& metric = x.covariance;
  const Matrix start =
      leading_outputs(w, metric, std::min<int64_t>(setting.size + spare, w.rows())).u;
  Thick thick(w, metric);
  Leading found{start.rightCols(setting.size)};
  Places places;
  for (int round = 0; round < kRounds; round++) {
    const Matrix left_seen = thick.all_seen - found.u * (found.u.transpose() * thick.seen);
    places = best_places(left_seen, metric, {setting.count});
    thick.take_out(sparse_fit(left_seen, metric, places, 8).w);
    found = leading_near(thick.variance, start, setting.size);
  }
  const Matrix inner = found.spread.cwiseInverse().asDiagonal() * found.u.transpose() * thick.w;
  Factors factors =
      rounded_outer(thick.w, metric, rounded(inner, x.feedback, setting.bits), setting.bits);
  const Matrix told = factors.outer.w * (factors.inner.w * metric);
  factors.rest = sparse_fit(thick.all_seen - told, metric, places, setting.bits);
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
