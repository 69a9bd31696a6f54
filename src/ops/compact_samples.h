// SPDX-License-Identifier: Apache-2.0
// Layers whose weights can be stored in less than a byte each (few bits, many zeros, choices from a
// code-book), for the samples of operators that have weights.
#pragma once

#include <vector>

#include "ir/graph.h"

namespace mote {

// Of fully connected: batches of one to three.
std::vector<Graph> compact_rows_samples();

// Of conv: over time and over images, of one position and of several.
std::vector<Graph> compact_conv_samples();

}  // namespace mote
