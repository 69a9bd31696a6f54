// SPDX-License-Identifier: Apache-2.0
// What a network remembers between runs, in a file: ordinary inputs and outputs, and a line of
// metadata that names which output is the next run's input.
#pragma once

#include <string>

#include "import/origin.h"
#include "ir/graph.h"

namespace mote {

inline constexpr const char* kStatesKey = "mote.states";  // "before\tafter\n..."

// Turns the inputs and outputs that metadata names into states. Throws bad_model.
void read_states(Graph& graph, const ModelOrigin& origin);

// The line of metadata; "" without states.
std::string states_text(const Graph& graph);

}  // namespace mote
