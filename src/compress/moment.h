// SPDX-License-Identifier: Apache-2.0
// What the layers of a graph read when real samples run through it.
#pragma once

#include <functional>
#include <vector>

#include "compress/layer.h"

namespace mote {

// Of the vectors that a layer reads: their mean and their covariance, shrunk towards a multiple of
// the identity, so that directions the samples do not show are not taken for empty.
struct Moment {
  Vector mean;
  Matrix covariance;
};

using SampleOf = std::function<std::vector<Tensor>(int64_t)>;

// One for each layer, from samples [0, count). Throws interrupted.
std::vector<Moment> moments_of(const Graph& graph, const std::vector<Layer>& layers,
                               const SampleOf& sample, int64_t count);

// Mean squared error of the outputs of a layer with weights w when it gets `other` (its bias set so
// that the mean is right), over the outputs' variance.
double relative_error(const Matrix& w, const Matrix& other, const Moment& x);

}  // namespace mote
