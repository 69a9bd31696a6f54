// SPDX-License-Identifier: Apache-2.0
#include "compress/solve.h"

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <Eigen/QR>
#include <Eigen/SparseCore>
#include <algorithm>

namespace mote {
namespace {

Vector deviations(const Vector& variances) {
  return variances.cwiseMax(1e-20).cwiseSqrt();
}

}  // namespace

bool is_same(const Matrix& a, const Matrix& b) {
  return a.rows() == b.rows() && a.cols() == b.cols() && a == b;
}

Matrix solved(const Matrix& metric, const Matrix& right) {
  return Eigen::LDLT<Eigen::MatrixXd>(metric).solve(Eigen::MatrixXd(right));
}

Matrix inverse(const Matrix& metric) {
  return Eigen::LLT<Eigen::MatrixXd>(metric).solve(
      Eigen::MatrixXd::Identity(metric.rows(), metric.cols()));
}

Matrix lower_root(const Matrix& metric) {
  return Eigen::LLT<Eigen::MatrixXd>(metric).matrixL().toDenseMatrix();
}

Directions directions_of(const Matrix& symmetric) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> found(symmetric);
  return {found.eigenvectors(), found.eigenvalues()};
}

namespace {

// Of w metric w', by way of its own side or, where that is shorter, the other.
Directions outputs_of(const Matrix& w, const Matrix& metric) {
  if (w.rows() <= w.cols()) return directions_of(w * metric * w.transpose());
  const Matrix half = w * lower_root(metric);
  Directions found = directions_of(half.transpose() * half);
  found.vectors = half * found.vectors * deviations(found.values).cwiseInverse().asDiagonal();
  return found;
}

}  // namespace

Leading leading_outputs(const Matrix& w, const Matrix& metric, int64_t count) {
  // Settings of one layer ask for more and fewer directions of the same outputs, one after another.
  struct Last {
    Matrix w, metric;
    Directions all;
  };
  thread_local Last last;
  if (!is_same(w, last.w) || !is_same(metric, last.metric)) {
    last = {w, metric, outputs_of(w, metric)};
  }
  const Directions& all = last.all;
  count = std::min<int64_t>(count, all.values.size());
  return {all.vectors.rightCols(count), deviations(all.values.tail(count))};
}

// Subspace iteration.
Leading leading_near(const Matrix& variance, const Matrix& start, int64_t count) {
  constexpr int rounds = 4;
  Eigen::MatrixXd basis = start;
  for (int round = 0; round < rounds; round++) {
    const Eigen::HouseholderQR<Eigen::MatrixXd> found(variance * basis);
    basis = found.householderQ() * Eigen::MatrixXd::Identity(basis.rows(), basis.cols());
  }
  const Directions within = directions_of(basis.transpose() * variance * basis);
  return {basis * within.vectors.rightCols(count), deviations(within.values.tail(count))};
}

Matrix product_of_few(const Matrix& left, const Matrix& right) {
  return Eigen::SparseMatrix<double, Eigen::RowMajor>(left.sparseView()) * right;
}

}  // namespace mote
