// SPDX-License-Identifier: Apache-2.0
// A network as its library has it.
#pragma once

#include <cstdint>
#include <string>

#include "ir/graph.h"

namespace mote {

// Behind its front end (`front_end`: instead of the one its metadata names), and of windows that
// begin `hop` samples after one another, 0: that have nothing to do with each other. Throws
// bad_option.
Graph as_deployed(Graph graph, int64_t hop, const std::string& front_end = "");

// What it takes in one run, to count it by, where the network itself takes `window`: the newest
// part of that or, behind a front end, noise.
Tensor deployed_input(const Graph& deployed, const Tensor& window);

}  // namespace mote
