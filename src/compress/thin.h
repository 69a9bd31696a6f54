// SPDX-License-Identifier: Apache-2.0
// Layers with fewer channels and neurons.
#pragma once

#include "compress/moment.h"

namespace mote {

// The graph without channels whose part of what the next layer gives the others can take over: of
// every layer that only one other reads, behind operators that keep channels apart, so many go that
// the next layer's outputs have at most `error` of their variance as squared error. The next
// layer's weights are set anew for those that stay. `moments`: of layers_of(graph). Nothing changes
// where there is no such pair.
Graph thinned(const Graph& graph, const std::vector<Moment>& moments, double error);

// The same with as many channels as each layer has in `like`, a thinned graph of the same
// architecture.
Graph thinned_like(const Graph& graph, const std::vector<Moment>& moments, const Graph& like);

}  // namespace mote
