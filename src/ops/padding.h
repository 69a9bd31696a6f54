// SPDX-License-Identifier: Apache-2.0
// Which elements of x a padded y shows.
#pragma once

#include "ops/op.h"

namespace mote {

// One axis: y[i] = x[i - before] where that is in x.
struct PaddedAxis {
  int64_t length = 0, before = 0, after = 0;

  int64_t padded() const { return before + length + after; }
};

// The element of the axis that element i of y shows, -1 for the constant.
// Modes: constant, edge, reflect (about the last element), symmetric (about the
// edge), wrap.
int64_t shown_element(const PaddedAxis& axis, const std::string& mode, int64_t i);

}  // namespace mote
