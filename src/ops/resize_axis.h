// SPDX-License-Identifier: Apache-2.0
// Which elements of an axis, with which weights, make each element of the
// resized axis.
#pragma once

#include "ops/op.h"

namespace mote {

struct ResizedAxis {
  int64_t length = 1, resized = 1;
  double scale = 1, roi_start = 0, roi_end = 1;

  bool is_plain() const {
    return length == resized && scale == 1 && roi_start == 0 && roi_end == 1;
  }
};

struct Tap {
  int64_t index;
  double weight;
};

// One for each axis of operand 0, from operands roi, scales, sizes and
// attributes axes and keep_aspect_ratio_policy. Throws bad_model.
std::vector<ResizedAxis> resized_axes(const Graph& graph, const Node& node);

// The taps of element i; none where the extrapolation value stands.
std::vector<Tap> resize_taps(const Node& node, const ResizedAxis& axis, int64_t i);

}  // namespace mote
