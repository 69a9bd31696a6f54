// SPDX-License-Identifier: Apache-2.0
// Which representation each layer gets: a row of whole networks, from the most faithful to the
// smallest.
#pragma once

#include <vector>

#include "compress/compressor.h"

namespace mote {

struct LayerChoices {
  Layer layer;
  Moment moment;
  std::vector<Candidate> candidates;  // the first one is the layer as it is
  // Relative error of the network's outputs for each unit of the layer's own relative error.
  double sensitivity = 0;
};

// All candidates of all layers, by the compressors called `method` ("": all). Samples
// [0, count) calibrate. `done` is told how many of the layers are worked out. Throws interrupted.
std::vector<LayerChoices> choices_of(const Graph& graph, const SampleOf& sample, int64_t count,
                                     const std::string& method,
                                     const std::function<void(int64_t)>& done);

// Index of the candidate for each layer.
using Assignment = std::vector<size_t>;

// Networks that no other one beats in both predicted error and bytes: for a price of a byte that
// rises from nothing, each layer takes the candidate with the least error + price * bytes.
std::vector<Assignment> front_of(const std::vector<LayerChoices>& choices);

// The graph with these candidates in it, biases set so that each layer's mean output stays.
Graph assembled(const Graph& graph, const std::vector<LayerChoices>& choices,
                const Assignment& assignment);

// Mean squared distance of the outputs of two graphs on samples [begin, end), over the variance of
// the first one's.
double output_error(const Graph& graph, const Graph& other, const SampleOf& sample, int64_t begin,
                    int64_t end);

}  // namespace mote
