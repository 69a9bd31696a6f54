// SPDX-License-Identifier: Apache-2.0
// Weights and inputs that tests of this folder share.
#pragma once

#include "base/random.h"
#include "compress/moment.h"
#include "compress/rounding.h"

namespace mote {

inline Matrix random_matrix(Random& random, int64_t rows, int64_t columns) {
  Matrix matrix(rows, columns);
  for (Eigen::Index i = 0; i < matrix.size(); i++) matrix.data()[i] = random.uniform(-1, 1);
  return matrix;
}

// Inputs whose directions differ much in how far they vary, and that lean on each other.
inline Moment uneven_moment(Random& random, int64_t columns) {
  const Matrix mix = random_matrix(random, columns, columns);
  Vector spread(columns);
  for (Eigen::Index i = 0; i < columns; i++) spread(i) = 1.0 / static_cast<double>(1 + i * i);
  const Matrix covariance =
      mix * spread.asDiagonal() * mix.transpose() + 1e-3 * Matrix::Identity(columns, columns);
  return {Vector::Zero(columns), covariance, feedback_of(covariance)};
}

inline double relative_error(const Matrix& w, const Matrix& other, const Moment& x) {
  const Matrix difference = w - other;
  return (difference * x.covariance).cwiseProduct(difference).sum() /
         (w * x.covariance).cwiseProduct(w).sum();
}

}  // namespace mote
