// SPDX-License-Identifier: Apache-2.0
// Inputs whose mean is far from zero, moved there while a network learns.
#pragma once

#include "ir/graph.h"

namespace mote {

// The graph with `mean` taken off its input first, and what that does to the first biased layer's
// outputs in its bias: the same function. Unchanged where something else than fully connected
// layers reads the input. Shapes are those of the input.
Graph centered(const Graph& graph, const Tensor& mean);

// What centered() made of a graph, whose weights may have changed since, without the subtraction.
Graph without_center(const Graph& graph, const Tensor& mean);

}  // namespace mote
