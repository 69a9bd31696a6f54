// SPDX-License-Identifier: Apache-2.0
#include "compress/rounding.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "compress/solve.h"

namespace mote {
namespace {

constexpr double kStepsPerOctave = 4;

double rounded_to(double weight, double step, double limit) {
  return step * std::clamp(std::round(weight / step), -limit, limit);
}

double step_of(const Matrix& w, Eigen::Index row, double limit) {
  const double largest = w.row(row).cwiseAbs().maxCoeff();
  const double first = std::ceil(kStepsPerOctave * std::log2(largest / limit));
  double best = 1, least = std::numeric_limits<double>::infinity();
  for (double power = first; power > first - 2 * kStepsPerOctave; power--) {
    const double step = std::exp2(power / kStepsPerOctave);
    double error = 0;
    for (Eigen::Index i = 0; i < w.cols(); i++) {
      const double missed = w(row, i) - rounded_to(w(row, i), step, limit);
      error += missed * missed;
    }
    if (error >= least) continue;
    least = error;
    best = step;
  }
  return double{static_cast<float>(best)};
}

// Of the powers of 2^(1/4) those with the least squared error. Rows of zeros take the largest step
// of the others, because a device has no use for tiny ones.
Vector steps_of(const Matrix& w, double limit) {
  Vector steps = Vector::Zero(w.rows());
  for (Eigen::Index row = 0; row < w.rows(); row++) {
    if (w.row(row).any()) steps(row) = step_of(w, row, limit);
  }
  const double largest = steps.maxCoeff() > 0 ? steps.maxCoeff() : 1;
  return (steps.array() == 0).select(largest, steps);
}

}  // namespace

Matrix feedback_of(const Matrix& metric) {
  return lower_root(inverse(metric)).transpose();
}

Factor rounded(const Matrix& w, const Matrix& feedback, int bits) {
  if (bits >= 8) return {w, {}};
  constexpr Eigen::Index block = 48;
  const double limit = (1 << (bits - 1)) - 1;
  Factor result{w, steps_of(w, limit)};
  Eigen::MatrixXd left = w;
  for (Eigen::Index begin = 0; begin < w.cols(); begin += block) {
    const Eigen::Index end = std::min(begin + block, w.cols());
    Eigen::MatrixXd errors(w.rows(), end - begin);
    for (Eigen::Index i = begin; i < end; i++) {
      for (Eigen::Index row = 0; row < w.rows(); row++) {
        result.w(row, i) = rounded_to(left(row, i), result.steps(row), limit);
      }
      errors.col(i - begin) = (left.col(i) - result.w.col(i)) / feedback(i, i);
      left.middleCols(i + 1, end - i - 1).noalias() -=
          errors.col(i - begin) * feedback.row(i).segment(i + 1, end - i - 1);
    }
    left.rightCols(w.cols() - end).noalias() -=
        errors * feedback.block(begin, end, end - begin, w.cols() - end);
  }
  return result;
}

Factor rounded_sparse(const Matrix& w, int bits) {
  if (bits >= 8) return {w, {}};
  return multiples_of_steps(w, (1 << (bits - 1)) - 1);
}

Factor multiples_of_steps(const Matrix& w, double limit) {
  Factor result{w, steps_of(w, limit)};
  for (Eigen::Index row = 0; row < w.rows(); row++) {
    for (Eigen::Index i = 0; i < w.cols(); i++) {
      result.w(row, i) = rounded_to(w(row, i), result.steps(row), limit);
    }
  }
  return result;
}

Factor rounded_best(Matrix own, const Matrix& wanted, int bits) {
  own.diagonal().array() += 1e-6 * own.trace() / static_cast<double>(own.rows()) + 1e-20;
  const Matrix best = solved(own, wanted).transpose();
  return rounded(best, bits < 8 ? feedback_of(own) : Matrix(), bits);
}

Factors rounded_outer(const Matrix& w, const Matrix& metric, const Factor& inner, int bits) {
  const Matrix seen = inner.w * metric;
  return {rounded_best(seen * inner.w.transpose(), seen * w.transpose(), bits), inner};
}

}  // namespace mote
