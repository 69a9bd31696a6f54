// SPDX-License-Identifier: Apache-2.0
// From many numbers about a sample to the few in which classes lie apart.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <span>
#include <vector>

#include "ir/graph.h"

namespace mote {

// Rows of numbers, one for each sample.
using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// One step of a feature: so much of the deviation inside a class. int8 then reaches to 8 of them.
constexpr double kFeatureStep = 1.0 / 16;

// features = matrix * taps + offset, in deviations inside a class.
struct Projection {
  Rows matrix;  // features x taps
  Eigen::VectorXd offset;
};

// Whitens by the covariance inside the classes of labelled rows (classes count alike), then keeps
// the directions in which all rows, labelled or not, spread most. `labels`: one for each of the
// first rows of `taps`; the rest is unlabelled.
Projection projection_of(const Rows& taps, std::span<const int32_t> labels, int64_t features);

// The graph, whose last output are taps, with that output replaced by "features" [1, d] int8 in
// steps of kFeatureStep.
Graph with_features(const Graph& graph, const Projection& projection);

}  // namespace mote
