// SPDX-License-Identifier: Apache-2.0
// One small dictionary for all parts of an input, W_p = S_p D in each: a window of a sensor is read
// some time steps at once, everywhere in the same way, and codes of few bits say what a row makes
// of it. D are the leading directions of all parts' weights in the metric that the parts have on
// average; S makes the best of them in the metric of the whole input.
#include <fmt/format.h>

#include "compress/compressor.h"
#include "compress/rounding.h"
#include "compress/solve.h"

namespace mote {
namespace {

// How input parts vary, on average, and how weights of all rows and parts do.
struct PartMetrics {
  Matrix inputs, weights;
};

PartMetrics metrics_of(const Matrix& w, const Moment& x, int64_t parts, int64_t width) {
  PartMetrics metrics{Matrix::Zero(width, width), Matrix::Zero(width, width)};
  for (int64_t part = 0; part < parts; part++) {
    const auto own = w.middleCols(part * width, width);
    metrics.weights.noalias() += own.transpose() * own;
    metrics.inputs += x.covariance.block(part * width, part * width, width, width);
  }
  metrics.inputs /= static_cast<double>(parts);
  return metrics;
}

// Rows whose outputs vary alike, so that one scale of int8 suits all.
Matrix atoms_of(const PartMetrics& metrics, int64_t count) {
  const Matrix root = lower_root(metrics.inputs);
  const Matrix spread = root.transpose() * metrics.weights * root;
  const Matrix leading = directions_of(spread).vectors.rightCols(count);
  return solved(metrics.inputs, root * leading).transpose();
}

Factors make(const Matrix& w, const Moment& x, const Setting& setting) {
  const int64_t parts = setting.count, width = w.cols() / parts;
  const PartMetrics metrics = metrics_of(w, x, parts, width);
  const Factor atoms = rounded(atoms_of(metrics, setting.size), feedback_of(metrics.inputs), 8);
  const Matrix seen = by_parts(atoms.w, parts, x.covariance);
  const Matrix own = by_parts(atoms.w, parts, seen.transpose());
  return {rounded_best(own, seen * w.transpose(), setting.bits), atoms, parts};
}

std::vector<Setting> settings(const Layer& layer) {
  constexpr int64_t least_width = 8;
  std::vector<Setting> found;
  if (layer.is_conv) return found;
  for (const int64_t parts : {4, 5, 7, 8, 9, 10, 14, 16, 18, 20, 28, 32}) {
    const int64_t width = layer.columns / parts;
    if (layer.columns % parts != 0 || width < least_width) continue;
    for (const int64_t atoms : {16, 12, 8, 6, 4, 3}) {
      const bool is_smaller = atoms * (width + layer.rows * parts) < layer.rows * layer.columns / 2;
      if (2 * atoms > width || !is_smaller) continue;
      for (const int bits : {4, 3, 2}) {
        found.push_back({fmt::format("{} atoms for {} parts, codes of {} bits", atoms, parts, bits),
                         atoms, parts, bits});
      }
    }
  }
  return found;
}

}  // namespace

extern const CompressorDef compressor_shared_dictionary = {
    .name = "shared_dictionary",
    .summary = "one learnt dictionary for all parts of the input, codes of few bits",
    .settings = settings,
    .make = make,
};

}  // namespace mote
