// SPDX-License-Identifier: Apache-2.0
// What a network has only while it learns without labels: layers that take its features to where
// views are compared, so that the features themselves may keep what differs between views.
#pragma once

#include "base/random.h"
#include "ir/graph.h"

namespace mote {

// Adds two fully connected layers, ReLU between them, that read what the last fully connected
// layer reads. Their output becomes a second output of the graph. Throws bad_model when there is
// no such layer. REQUIRES: one output.
void add_projection_head(Graph& graph, Random& random);

// The graph it was before.
void remove_projection_head(Graph& graph);

}  // namespace mote
