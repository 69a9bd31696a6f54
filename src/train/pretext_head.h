// SPDX-License-Identifier: Apache-2.0
// What a network has only while it learns without labels, as a second output of its graph.
#pragma once

#include "base/random.h"
#include "ir/graph.h"

namespace mote {

// To where views are compared, so that the features themselves may keep what differs between them:
// two fully connected layers, ReLU between them, that read what the last fully connected layer
// reads. Throws bad_model when there is no such layer. REQUIRES: one output.
void add_projection_head(Graph& graph, Random& random);

// To samples as they were: one layer that reads what is averaged over all positions and restores
// what lies at each (N x numbers x positions; pretext_loss.h knows their order); where nothing is
// averaged, a fully connected one beside the last (N x elements). Throws bad_model when there is
// none of these. REQUIRES: one output; samples of one or two axes and channels, these last.
void add_reconstruction_head(Graph& graph, Random& random);

// The graph it was before either.
void remove_pretext_head(Graph& graph);

}  // namespace mote
