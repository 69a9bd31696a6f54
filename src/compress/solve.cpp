// SPDX-License-Identifier: Apache-2.0
#include "compress/solve.h"

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <Eigen/QR>
#include <Eigen/SparseCore>

namespace mote {
namespace {

Vector deviations(const Vector& variances) {
  return variances.cwiseMax(1e-20).cwiseSqrt();
}

}  // namespace

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

Leading leading_outputs(const Matrix& w, const Matrix& metric, int64_t count) {
  // Settings of one layer ask for more and fewer directions of the same outputs, one after another.
  struct Last {
    Matrix w, metric;
    Directions all;
  };
  thread_local Last last;
  const auto same = [](const Matrix& a, const Matrix& b) {
    return a.rows() == b.rows() && a.cols() == b.cols() && a == b;
  };
  if (!same(w, last.w) || !same(metric, last.metric)) {
    last = {w, metric, directions_of(w * metric * w.transpose())};
  }
  const Directions& all = last.all;
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
