// SPDX-License-Identifier: Apache-2.0
// Fully connected layers with fewer neurons.
#pragma once

#include "compress/moment.h"

namespace mote {

// The graph without neurons whose part of what the next layer gives the others can take over: of
// every fully connected layer that only another one reads, so many go that the next layer's outputs
// have at most `error` of their variance as squared error. The next layer's weights are set anew
// for those that stay. `moments`: of layers_of(graph). Nothing changes where there is no such pair.
Graph thinned(const Graph& graph, const std::vector<Moment>& moments, double error);

}  // namespace mote
