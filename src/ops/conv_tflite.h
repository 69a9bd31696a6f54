// SPDX-License-Identifier: Apache-2.0
// TFLite's CONV_2D and DEPTHWISE_CONV_2D -> conv.
#pragma once

#include <vector>

#include "ops/op.h"

namespace mote {

// Weights O H W I, or 1 H W O in DEPTHWISE_CONV_2D, become O I H W.
void conv_from_tflite(Graph& graph, const Node& node, std::vector<Node>& nodes);

// TRANSPOSE_CONV: operands shape of y, weights O H W I, x, bias.
void conv_transpose_from_tflite(Graph& graph, const Node& node, std::vector<Node>& nodes);

}  // namespace mote
