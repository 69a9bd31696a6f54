// SPDX-License-Identifier: Apache-2.0
#include "compress/sparse_fit.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "compress/compress_test.h"
#include "compress/compressor.h"

namespace mote {

extern const CompressorDef compressor_prune;

namespace {

Places places_of(const Matrix& w) {
  Places places(static_cast<size_t>(w.rows()));
  for (Eigen::Index row = 0; row < w.rows(); row++) {
    for (Eigen::Index i = 0; i < w.cols(); i++) {
      if (w(row, i) != 0) places[static_cast<size_t>(row)].push_back(i);
    }
  }
  return places;
}

Matrix largest_of(const Matrix& w, int64_t count) {
  std::vector<double> sizes;
  for (const double weight : w.reshaped()) sizes.push_back(-std::abs(weight));
  std::sort(sizes.begin(), sizes.end());
  return (w.array().abs() >= -sizes[static_cast<size_t>(count - 1)]).select(w, 0);
}

TEST(SparseFit, FindsTheOnlyWeightsThereAre) {
  Random random(12);
  Matrix w = Matrix::Zero(20, 50);
  for (Eigen::Index row = 0; row < w.rows(); row++) {
    for (Eigen::Index i = 0; i < 1 + row % 5; i++)
      w(row, (7 * row + 11 * i) % 50) = i % 2 == 0 ? 1.5 : -0.8;
  }
  const Matrix mix = random_matrix(random, 50, 50);
  const Moment x{Vector::Zero(50), 0.05 * mix * mix.transpose() + Matrix::Identity(50, 50)};
  const int64_t count = (w.array() != 0).count();
  const Places places = best_places(w * x.covariance, x.covariance, {count});
  EXPECT_EQ(places, places_of(w));
  EXPECT_LT(relative_error(w, sparse_fit(w * x.covariance, x.covariance, places, 8).w, x), 1e-9);
}

TEST(SparseFit, ChoosesFarBetterThanSizeWhereInputsLeanOnEachOther) {
  Random random(13);
  const Matrix w = random_matrix(random, 48, 80);
  const Moment x = uneven_moment(random, 80);
  for (const int64_t count : {200, 400, 800}) {
    const auto error_of = [&](const Places& places) {
      return relative_error(w, sparse_fit(w * x.covariance, x.covariance, places, 8).w, x);
    };
    EXPECT_LT(error_of(best_places(w * x.covariance, x.covariance, {count})),
              0.4 * error_of(places_of(largest_of(w, count))))
        << count;
  }
}

TEST(SparseFit, RoundsEntriesThatMakeUpForEachOther) {
  Random random(14);
  const Matrix w = random_matrix(random, 48, 80);
  const Moment x = uneven_moment(random, 80);
  const Places places = best_places(w * x.covariance, x.covariance, {1200});
  const Matrix exact = sparse_fit(w * x.covariance, x.covariance, places, 8).w;
  const double apart = relative_error(w, rounded_sparse(exact, 4).w, x);
  const double together =
      relative_error(w, sparse_fit(w * x.covariance, x.covariance, places, 4).w, x);
  const double least = relative_error(w, exact, x);
  EXPECT_LT(together - least, 0.5 * (apart - least));
}

TEST(Pruning, KeepsItsPatternWhenRounded) {
  Random random(15);
  const Matrix w = random_matrix(random, 42, 70);
  const Moment x = uneven_moment(random, 70);
  int patterns = 0;
  for (const Setting& setting : compressor_prune.settings({"layer", 42, 70})) {
    const Matrix pruned = compressor_prune.make(w, x, setting).outer.w;
    const Matrix kept = (pruned.array() != 0).cast<double>();
    if (setting.group > 0) {
      for (Eigen::Index i = 0; i < w.cols(); i += setting.group) {
        const Eigen::Index width = std::min<Eigen::Index>(setting.group, w.cols() - i);
        const double most = kept.middleCols(i, width).rowwise().sum().maxCoeff();
        EXPECT_EQ(most, static_cast<double>(setting.count)) << setting.text;
      }
      patterns++;
    } else {
      EXPECT_LE(kept.sum(), static_cast<double>(setting.count)) << setting.text;
      EXPECT_GT(kept.sum(), 0.9 * static_cast<double>(setting.count)) << setting.text;
    }
    if (setting.size == 1) continue;
    for (Eigen::Index row = 0; row < w.rows(); row++) {
      EXPECT_EQ(kept.row(row), kept.row(row / setting.size * setting.size)) << setting.text;
    }
    patterns++;
  }
  EXPECT_GE(patterns, 5);
}

// Seven bytes a row, lists with their lengths.
TEST(StoredBytes, CountWhatTheListsTake) {
  Matrix w = Matrix::Zero(8, 100);
  w(0, 3) = 100, w(0, 99) = -1, w(5, 50) = 7;
  EXPECT_EQ(stored_bytes({{w}}), 8 * 7 + 8 + 2 * 3);
  for (Eigen::Index row = 0; row < 4; row++) w.row(row) = w.row(0);
  EXPECT_EQ(stored_bytes({{w}}), 8 * 7 + 2 + 5 * 3);
  Matrix few = Matrix::Zero(2, 100);
  for (Eigen::Index i = 0; i < 60; i += 2) few(0, i) = few(1, i + 1) = i % 3 == 0 ? 1 : -2;
  few(1, 99) = 7;
  // Three steps from place 59 to 99: two in between.
  EXPECT_EQ(stored_bytes({{few, Vector::Ones(2)}}), 2 * 7 + 2 + 16 + 30 + 30 + 3);
}

}  // namespace
}  // namespace mote
