// SPDX-License-Identifier: Apache-2.0
// TFLite's RESIZE_BILINEAR (is_linear) and RESIZE_NEAREST_NEIGHBOR as resize:
// operand 1 has the sizes of the image's axes, 1 and 2. Linear int8 is weighed
// as real numbers.
#pragma once

#include "ops/op.h"

namespace mote {

void resize_from_tflite(Graph& graph, const Node& node, bool is_linear, std::vector<Node>& nodes);

}  // namespace mote
