// SPDX-License-Identifier: Apache-2.0
// All clean-up passes in order: what exporters and training leave behind disappears.
#pragma once

#include <string>
#include <vector>

#include "ir/graph.h"

namespace mote {

// Runs every pass until nothing changes and verifies the graph after each one. Gives the names of
// the passes that changed something, in the order they first did.
std::vector<std::string> clean(Graph& graph);

}  // namespace mote
