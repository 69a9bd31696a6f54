// SPDX-License-Identifier: Apache-2.0
// What the layers of a graph read when real samples run through it.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "compress/layer.h"

namespace mote {

// Of the vectors that a layer reads: their mean and their covariance, shrunk towards a multiple of
// the identity, so that directions the samples do not show are not taken for empty.
struct Moment {
  Vector mean;
  Matrix covariance;
  Matrix feedback = {};  // feedback_of(covariance)
};

using SampleOf = std::function<std::vector<Tensor>(int64_t)>;

// One for each layer, from samples [0, count). Throws interrupted.
std::vector<Moment> moments_of(const Graph& graph, const std::vector<Layer>& layers,
                               const SampleOf& sample, int64_t count);

// Of a layer in a graph whose earlier layers have changed: what it reads now, and the weights that
// give of that what the layer once gave, as nearly as any can.
struct Retargeted {
  Vector mean_before;
  Moment now;
  Matrix w;
};
// before[i], now[i]: what the layer reads in sample i.
Retargeted retargeted(const Graph& graph, const Layer& layer, std::span<const Tensor> before,
                      std::span<const Tensor> now);

// Mean squared error of the outputs of a layer with weights w when it gets others (its bias set so
// that the mean is right), over the outputs' variance.
class OutputError {
 public:
  OutputError(const Matrix& w, const Moment& x);
  double operator()(const Factors& factors) const;

 private:
  Matrix seen_by(const Factors& factors, const Matrix& product) const;

  Matrix covariance_, seen_;  // w * covariance
  double variance_;
};

}  // namespace mote
