// SPDX-License-Identifier: Apache-2.0
// What a convolution reads and writes, for the operator and for the forms it may take.
#pragma once

#include <vector>

#include "ops/window.h"

namespace mote {

struct ConvGeometry {
  Window window;
  int64_t filters;        // output channels
  int64_t group_inputs;   // input channels that one filter reads
  int64_t group_filters;  // filters in a group

  bool is_depthwise() const {
    return group_inputs == 1 && group_filters == 1 && window.channels > 1;
  }
  int64_t taps() const { return window.kernel_height * window.kernel_width; }
};

// Throws bad_model when the operands do not fit each other.
ConvGeometry conv_geometry(const Graph& graph, const Node& node);

// The kernel's extents along the spatial axes.
std::vector<int64_t> conv_kernel_shape(const Node& node, const Value& w);

// How many elements before the first one of x the output must begin at least, when both share
// memory and are channels last: it is written position by position, and a position is written
// after all it reads was read (`reads_first`), or while it is being read.
int64_t conv_lead(const ConvGeometry& g, bool reads_first);

}  // namespace mote
