// SPDX-License-Identifier: Apache-2.0
// A window in two steps: its height, then its width; or channel by channel, then across channels.
// The first step is the best one of its rank in the metric of what each tap reads, by and large the
// same for all; the second one is the best for what the first one gives.
#include <fmt/format.h>

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>

#include "compress/compressor.h"
#include "compress/rounding.h"
#include "compress/separation.h"

namespace mote {
namespace {

using Metric = Eigen::MatrixXd;

// Weights as numbers: the rows of the first factor are `count` filters.
bool is_smaller(const Layer& layer, int64_t filters, int64_t own, int64_t others) {
  return filters * (own + others) < layer.rows * layer.columns;
}

// `size` is the rank of a window that is split in height and width, `count` how many filters read
// each channel.
std::vector<Setting> settings(const Layer& layer) {
  const Kernel k = layer.kernel;
  std::vector<Setting> found;
  const auto add = [&](const char* text, int64_t size, int64_t count) {
    for (const int bits : {8, 4, 3}) {
      const std::string words = fmt::format(fmt::runtime(text), size + count, bits);
      found.push_back({words, size, count, bits, false, 0, k});
    }
  };
  if (k.height > 1 && k.width > 1) {
    const int64_t own = k.channels * k.height, others = layer.rows * k.width;
    const int64_t most =
        std::min(layer.rows * layer.columns / (own + others), std::min(own, others));
    for (const int64_t rank : falling_counts(most, 0.75)) add("rank {}, {} bits", rank, 0);
    if (most > 0) add("rank {}, {} bits", 1, 0);
  }
  for (int64_t filters = k.taps() - 1; filters > 0 && k.channels > 1; filters--) {
    if (!is_smaller(layer, filters * k.channels, k.taps(), layer.rows)) continue;
    if (filters > 4 && filters % 2 == 1) continue;
    add("{} a channel, {} bits", 0, filters);
  }
  return found;
}

// W as (C height) x (O width).
Matrix turned(const Matrix& w, Kernel k) {
  Matrix result(k.channels * k.height, w.rows() * k.width);
  for (Eigen::Index i = 0; i < result.rows(); i++) {
    for (Eigen::Index o = 0; o < w.rows(); o++) {
      result.row(i).segment(o * k.width, k.width) = w.row(o).segment(i * k.width, k.width);
    }
  }
  return result;
}

// The mean covariance of what a column of the window reads, and how much its columns have in
// common.
Metric metric_of_columns(const Moment& x, Kernel k) {
  const Eigen::Index count = k.channels * k.height;
  Metric mean = Metric::Zero(count, count);
  for (Eigen::Index i = 0; i < count; i++) {
    for (Eigen::Index j = 0; j < count; j++) {
      mean(i, j) = x.covariance.block(i * k.width, j * k.width, k.width, k.width).trace() /
                   static_cast<double>(k.width);
    }
  }
  return mean;
}

Metric likeness_of_columns(const Moment& x, Kernel k) {
  Metric sum = Metric::Zero(k.width, k.width);
  for (Eigen::Index i = 0; i < k.channels * k.height; i++) {
    sum += x.covariance.block(i * k.width, i * k.width, k.width, k.width);
  }
  return sum * (static_cast<double>(k.width) / sum.trace());
}

// Rows v with the largest part of `signals` (columns) in a metric; v x has variance 1.
Matrix leading_filters(const Matrix& signals, const Metric& metric, Eigen::Index count) {
  const Metric root = metric.llt().matrixL();
  const Metric seen = root.transpose() * signals;
  const Eigen::SelfAdjointEigenSolver<Metric> directions(seen * seen.transpose());
  const Metric lead = directions.eigenvectors().rightCols(count);
  return root.transpose().triangularView<Eigen::Upper>().solve(lead).transpose();
}

Factor spatial_inner(const Matrix& w, const Moment& x, const Setting& setting) {
  const Kernel k = setting.kernel;
  const Metric metric = metric_of_columns(x, k), root = likeness_of_columns(x, k).llt().matrixL();
  Matrix signals = turned(w, k);
  for (Eigen::Index o = 0; o < w.rows(); o++) {
    signals.middleCols(o * k.width, k.width) *= root;
  }
  const Matrix filters = leading_filters(signals, metric, setting.size);
  return rounded(filters, setting.bits < 8 ? feedback_of(metric) : Matrix(), setting.bits);
}

// Devices have no kernels for depthwise weights of less than 8 bits.
Factor depthwise_inner(const Matrix& w, const Moment& x, const Setting& setting) {
  const Kernel k = setting.kernel;
  Matrix filters(k.channels * setting.count, k.taps());
  for (int64_t c = 0; c < k.channels; c++) {
    const Eigen::Index first = c * k.taps();
    filters.middleRows(c * setting.count, setting.count) =
        leading_filters(w.middleCols(first, k.taps()).transpose(),
                        x.covariance.block(first, first, k.taps(), k.taps()), setting.count);
  }
  return {filters};
}

Factors make(const Matrix& w, const Moment& x, const Setting& setting) {
  Factors factors;
  factors.kernel = setting.kernel;
  factors.separation = setting.size > 0 ? Separation::spatial : Separation::depthwise;
  factors.inner = setting.size > 0 ? spatial_inner(w, x, setting) : depthwise_inner(w, x, setting);
  const Factor spread{inner_spread(factors)};
  factors.outer = rounded_outer(w, x.covariance, spread, setting.bits).outer;
  return factors;
}

}  // namespace

extern const CompressorDef compressor_separate = {
    .name = "separate",
    .summary = "the window of a convolution in two steps",
    .settings = settings,
    .make = make,
};

}  // namespace mote
