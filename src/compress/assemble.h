// SPDX-License-Identifier: Apache-2.0
// A network with new layers, each made for what the ones before it have become.
#pragma once

#include "compress/front.h"

namespace mote {

// The graph with these candidates in it. Layer by layer, in order: weights are aimed at what the
// layer gave in the old network when it reads what it gets in the new one, the candidate is made of
// those, and the bias keeps the mean output. Samples [0, count) calibrate. Throws interrupted.
Graph assembled(const Graph& graph, const std::vector<LayerChoices>& choices,
                const Assignment& assignment, const SampleOf& sample, int64_t count);

}  // namespace mote
