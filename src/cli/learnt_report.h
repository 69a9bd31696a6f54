// SPDX-License-Identifier: Apache-2.0
// What reports show of what a network learnt from.
#pragma once

#include <string>

#include "cli/samples.h"
#include "ir/graph.h"
#include "report/report.h"

namespace mote {

// The first layer's filters, or a dictionary's atoms, over time, as far as it has some: those with
// the largest weights. `graph`: of series, cleaned, channels first; real or of 8 bits.
void add_filters(const Graph& graph, const std::string& title, Report& report);

// For features behind which only one layer is left: the window that excites each most.
void add_exciting(const Graph& real, const Samples& samples, Report& report);

// How many weights of each layer are not zero, and how many values they have.
void add_sparsity(const Graph& graph, Report& report);

}  // namespace mote
