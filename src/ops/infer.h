// SPDX-License-Identifier: Apache-2.0
// Types, shapes and well-formedness of whole graphs.
#pragma once

#include "ir/graph.h"

namespace mote {

// Sets dtype and shape of every computed value. Errors name the node.
void infer(Graph& graph);

// Checks that the graph is whole: ids in range, one producer a value, nodes in order, names
// unique, constants as long as their shape, quantization parameters sane, infer() agrees.
// Throws bad_model. Run after every pass and import.
void verify(const Graph& graph);

}  // namespace mote
