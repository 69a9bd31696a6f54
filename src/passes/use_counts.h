// SPDX-License-Identifier: Apache-2.0
// The input becomes the sensor's int16 counts, or an image's bytes, instead of real numbers.
#pragma once

#include "ir/graph.h"

namespace mote {

// `scale`: real units per count, one for each channel or one for all. Images have four axes. The
// quantize node behind the input becomes a quantize_counts node. Throws bad_option when the model
// has no such node.
void use_counts(Graph& graph, const std::vector<float>& scale);

}  // namespace mote
