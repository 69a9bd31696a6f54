// SPDX-License-Identifier: Apache-2.0
// TFLite's SLICE (start and size) and STRIDED_SLICE (start, end, step and
// masks) as slice.
#pragma once

#include "ops/op.h"

namespace mote {

void slice_from_tflite(Graph& graph, const Node& node, std::vector<Node>& nodes);

}  // namespace mote
