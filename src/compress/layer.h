// SPDX-License-Identifier: Apache-2.0
// Layers of a float graph as matrices, and what such a layer becomes.
#pragma once

#include <string>
#include <vector>

#include "compress/matrix.h"
#include "ir/graph.h"

namespace mote {

// A fully connected layer, or a convolution of one group: rows of weights, each times what the
// layer reads (a vector; for convolutions the patch at each position, in the weights' order).
struct Layer {
  std::string node;
  int64_t rows = 0, columns = 0;
  int64_t positions = 1;  // how many vectors it reads in a run
};

// Those of a float graph, in order of execution.
std::vector<Layer> layers_of(const Graph& graph);

Matrix weights_of(const Graph& graph, const Layer& layer);

// W' = outer * inner: two layers, the first with the window of the layer and as many outputs as
// `inner` has rows. Without `inner` one layer, W' = outer.
struct Factors {
  Matrix outer, inner;

  Matrix product() const { return inner.size() == 0 ? outer : Matrix(outer * inner); }
};

// Puts the factors in place of the layer's weights and adds `bias` to the layer's bias.
void replace_layer(Graph& graph, const Layer& layer, const Factors& factors, const Vector& bias);

// Bytes that the factors take on a device: weights of int8 (where fewer, only those that are not
// zero, with the distance to the one before), a bias and a scale for each row.
int64_t stored_bytes(const Factors& factors);

// Products for each vector that the layer reads.
int64_t product_count(const Factors& factors);

}  // namespace mote
