// SPDX-License-Identifier: Apache-2.0
#include "compress/solve.h"

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>

namespace mote {

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
  const Directions all = directions_of(w * metric * w.transpose());
  return {all.vectors.rightCols(count), all.values.tail(count).cwiseMax(1e-20).cwiseSqrt()};
}

}  // namespace mote
