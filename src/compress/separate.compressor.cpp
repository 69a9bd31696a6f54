// SPDX-License-Identifier: Apache-2.0
// A window in two steps: its height, then its width; or channel by channel, then across channels.
// The first step begins as the best one of its rank in a metric for what single taps or channels
// read; then each is the best one for the other, in the metric of all that the layer reads.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "compress/compressor.h"
#include "compress/rounding.h"
#include "compress/separation.h"
#include "compress/solve.h"

namespace mote {
namespace {

using Metric = Eigen::MatrixXd;

constexpr int kRounds = 6;                // in which both steps are made for each other
constexpr Eigen::Index kMostRefit = 600;  // weights that the first one may have for that

std::vector<int64_t> counts_to_one(int64_t most) {
  std::vector<int64_t> counts = falling_counts(most, 0.75);
  if (most > 0) counts.push_back(1);
  return counts;
}

// `size` is the rank of a window that is split in height and width, `count` how many filters read
// each channel.
std::vector<Setting> settings(const Layer& layer) {
  const Kernel k = layer.kernel;
  std::vector<Setting> found;
  const auto add = [&](const std::string& text, int64_t size, int64_t count) {
    for (const int bits : {8, 4, 3}) {
      found.push_back({fmt::format("{}, {} bits", text, bits), size, count, bits, false, 0, k});
    }
  };
  // From these counts on two steps have more weights than one, or lose nothing.
  const int64_t own = k.channels * k.height, others = layer.rows * k.width;
  const int64_t most_ranks =
      std::min({layer.rows * layer.columns / (own + others), own - 1, others - 1});
  const int64_t most_filters =
      std::min(layer.rows * k.taps() / (layer.rows + k.taps()), k.taps() - 1);
  if (k.height > 1 && k.width > 1) {
    for (const int64_t rank : counts_to_one(most_ranks)) {
      add(fmt::format("rank {}", rank), rank, 0);
    }
  }
  if (k.channels > 1) {
    for (const int64_t filters : counts_to_one(most_filters)) {
      add(fmt::format("{} a channel", filters), 0, filters);
    }
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
  const Metric root = lower_root(metric);
  const Metric seen = root.transpose() * signals;
  const Metric lead = directions_of(seen * seen.transpose()).vectors.rightCols(count);
  return root.transpose().triangularView<Eigen::Upper>().solve(lead).transpose();
}

Matrix spatial_inner(const Matrix& w, const Moment& x, const Setting& setting) {
  const Kernel k = setting.kernel;
  const Metric root = lower_root(likeness_of_columns(x, k));
  Matrix signals = turned(w, k);
  for (Eigen::Index o = 0; o < w.rows(); o++) signals.middleCols(o * k.width, k.width) *= root;
  return leading_filters(signals, metric_of_columns(x, k), setting.size);
}

Matrix depthwise_inner(const Matrix& w, const Moment& x, const Setting& setting) {
  const Kernel k = setting.kernel;
  Matrix filters(k.channels * setting.count, k.taps());
  for (int64_t c = 0; c < k.channels; c++) {
    const Eigen::Index first = c * k.taps();
    filters.middleRows(c * setting.count, setting.count) =
        leading_filters(w.middleCols(first, k.taps()).transpose(),
                        x.covariance.block(first, first, k.taps(), k.taps()), setting.count);
  }
  return filters;
}

double product_of(const std::vector<Place>& one, const std::vector<Place>& other,
                  const Metric& rows, const Metric& columns) {
  double sum = 0;
  for (const Place& a : one) {
    for (const Place& b : other) sum += rows(a.row, b.row) * columns(a.column, b.column);
  }
  return sum;
}

// The filters that are best for what the second step makes of them, all channels together.
Matrix refit_inner(const Factors& factors, const Matrix& w, const Metric& metric) {
  const std::vector<std::vector<Place>> places = places_of_inner(factors);
  const auto count = static_cast<Eigen::Index>(places.size());
  const Metric own = factors.outer.w.transpose() * factors.outer.w;
  const Metric wanted = factors.outer.w.transpose() * w * metric;
  Metric products = Metric::Zero(count, count);  // its lower half
  Vector sums = Vector::Zero(count);
  for (Eigen::Index i = 0; i < count; i++) {
    const std::vector<Place>& one = places[static_cast<size_t>(i)];
    for (const Place& place : one) sums(i) += wanted(place.row, place.column);
    for (Eigen::Index j = 0; j <= i; j++) {
      products(i, j) = product_of(one, places[static_cast<size_t>(j)], own, metric);
    }
  }
  products.diagonal().array() += 1e-6 * products.trace() / static_cast<double>(count) + 1e-20;
  const Matrix filters = solved(products, sums);
  return Eigen::Map<const Matrix>(filters.data(), factors.inner.w.rows(), factors.inner.w.cols());
}

// Rows scaled so that what they give varies alike: one scale of int8 suits all.
Matrix with_even_spread(const Factors& factors, const Metric& metric) {
  const Matrix spread = inner_spread(factors);
  const Vector variance = (spread * metric).cwiseProduct(spread).rowwise().sum();
  const Eigen::Index copies = spread.rows() / factors.inner.w.rows();
  Matrix result = factors.inner.w;
  for (Eigen::Index row = 0; row < result.rows(); row++) {
    result.row(row) /= std::sqrt(std::max(variance.segment(row * copies, copies).mean(), 1e-20));
  }
  return result;
}

Factors make(const Matrix& w, const Moment& x, const Setting& setting) {
  const bool is_spatial = setting.size > 0;
  Factors factors{{}, {is_spatial ? spatial_inner(w, x, setting) : depthwise_inner(w, x, setting)}};
  factors.kernel = setting.kernel;
  factors.separation = is_spatial ? Separation::spatial : Separation::depthwise;
  const auto refit_outer = [&](int bits) {
    factors.outer = rounded_outer(w, x.covariance, {inner_spread(factors)}, bits).outer;
  };
  const int rounds = factors.inner.w.size() <= kMostRefit ? kRounds : 0;
  for (int round = 0; round < rounds; round++) {
    refit_outer(8);
    factors.inner.w = refit_inner(factors, w, x.covariance);
    factors.inner.w = with_even_spread(factors, x.covariance);
  }
  // Devices have no kernels for depthwise weights of less than 8 bits.
  if (is_spatial && setting.bits < 8) {
    const Matrix feedback = feedback_of(metric_of_columns(x, setting.kernel));
    factors.inner = rounded(factors.inner.w, feedback, setting.bits);
  }
  refit_outer(setting.bits);
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
