// SPDX-License-Identifier: Apache-2.0
#include "learn/projection.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>

#include "learn/moments.h"
#include "ops/infer.h"

namespace mote {
namespace {

// The metric's inverse root: what it makes of vectors that vary like the metric varies by 1.
Rows whitening_of(const Rows& metric) {
  const Eigen::SelfAdjointEigenSolver<Rows> solver(metric);
  const double least = 1e-9 * solver.eigenvalues().maxCoeff() + 1e-30;
  return solver.eigenvectors() *
         solver.eigenvalues().cwiseMax(least).cwiseSqrt().cwiseInverse().asDiagonal() *
         solver.eigenvectors().transpose();
}

// The leading directions of a symmetric matrix as rows.
Rows leading(const Rows& symmetric, int64_t count) {
  const Eigen::SelfAdjointEigenSolver<Rows> solver(symmetric);
  return solver.eigenvectors().rightCols(count).rowwise().reverse().transpose();
}

}  // namespace

Projection projection_of(const Rows& taps, std::span<const int32_t> labels, int64_t features) {
  const Rows labelled = taps.topRows(static_cast<Eigen::Index>(labels.size()));
  const Rows whitening = whitening_of(shrunk(covariance_inside(labelled, labels), kShrink));
  const Eigen::VectorXd mean = taps.colwise().mean();
  const Rows all = whitening * covariance_of(taps) * whitening;
  const int64_t count = std::min<int64_t>(features, taps.cols());
  const Rows matrix = leading(all, count) * whitening;
  return {matrix, -matrix * mean};
}

Graph with_features(const Graph& graph, const Projection& projection) {
  Graph result = graph;
  const ValueId taps = result.outputs.back();
  const Quant& from = result[taps].quant;
  const Eigen::Index rows = projection.matrix.rows(), columns = projection.matrix.cols();
  Tensor weights, bias;
  Quant steps{{}, std::vector<int32_t>(static_cast<size_t>(rows), 0)}, sums = steps;
  for (Eigen::Index row = 0; row < rows; row++) {
    constexpr double limit = 127;
    const double most = std::max(projection.matrix.row(row).cwiseAbs().maxCoeff(), 1e-12);
    const auto step = static_cast<float>(most / limit);
    for (Eigen::Index i = 0; i < columns; i++) {
      weights.push_back(std::round(projection.matrix(row, i) / double{step}));
    }
    steps.scale.push_back(step);
    sums.scale.push_back(from.scale[0] * step);
    bias.push_back(std::round(projection.offset[row] / double{sums.scale.back()}));
  }
  const ValueId w = result.add_constant(result.fresh_name("features_weights"), DType::s8,
                                        {rows, columns}, weights, steps);
  const ValueId b =
      result.add_constant(result.fresh_name("features_bias"), DType::s32, {rows}, bias, sums);
  const std::string name = result.fresh_name("features");
  const ValueId output =
      result.add({name, DType::s8, {}, {{static_cast<float>(kFeatureStep)}, {0}}});
  result.nodes.push_back({name, "fully_connected", {taps, w, b}, {output}});
  result.outputs.back() = output;
  infer(result);
  return result;
}

}  // namespace mote
