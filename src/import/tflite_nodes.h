// SPDX-License-Identifier: Apache-2.0
// Nodes just read from TFLite -> mote's operators.
#pragma once

#include <vector>

#include "ir/graph.h"

namespace mote {

// What the node stands for, in execution order, by its operator's from_tflite. A fused activation
// that no operator takes becomes a node of its own. REQUIRES: the operator is known.
std::vector<Node> unfold_tflite(Graph& graph, const Node& node);

}  // namespace mote
