// SPDX-License-Identifier: Apache-2.0
// Matrices of real numbers, rows side by side as in a Tensor.
#pragma once

#include <Eigen/Core>

namespace mote {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Vector = Eigen::VectorXd;

}  // namespace mote
