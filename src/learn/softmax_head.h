// SPDX-License-Identifier: Apache-2.0
// A last layer trained on stored features: what learning by replay is compared with.
#pragma once

#include <cstdint>
#include <span>

#include "learn/projection.h"

namespace mote {

// Multinomial logistic regression by gradient descent over all rows at once, in real numbers.
class SoftmaxHead {
 public:
  SoftmaxHead(const Rows& features, std::span<const int32_t> labels, int64_t classes);

  int32_t classify(const Eigen::VectorXd& features) const;

 private:
  Rows weights_;  // classes x (features + 1)
};

}  // namespace mote
