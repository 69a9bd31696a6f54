// SPDX-License-Identifier: Apache-2.0
// Last step of an import: nodes take the form that mote's operators want,
// values get shapes.
#pragma once

#include "import/origin.h"
#include "ir/graph.h"

namespace mote {

// Normalizes and infers node by node, then verifies. Throws
// unsupported_operator, unsupported_type, bad_model, all with the node's place.
void resolve(Graph& graph, const ModelOrigin& origin);

}  // namespace mote
