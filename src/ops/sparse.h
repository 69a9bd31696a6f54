// SPDX-License-Identifier: Apache-2.0
// When weights are stored without their zeros.
#pragma once

#include <cstdint>

#include "ir/graph.h"

namespace mote {

// `kept` of `elements` are not zero. A weight that is stored with its place takes two bytes, and
// three times the cycles of one among all of its row.
constexpr bool is_stored_sparse(int64_t kept, int64_t elements) {
  return 3 * kept <= elements;
}

// For samples of operators: weights of which every `step`-th is not zero.
inline Tensor sparse_sample(int64_t count, int64_t step) {
  Tensor weights(static_cast<size_t>(count));
  for (int64_t i = 0; i < count; i += step) {
    weights[static_cast<size_t>(i)] = static_cast<double>(i * 37 % 255 - 127);
  }
  return weights;
}

}  // namespace mote
