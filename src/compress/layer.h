// SPDX-License-Identifier: Apache-2.0
// Layers of a float graph as matrices, and what such a layer becomes.
#pragma once

#include <string>
#include <vector>

#include "compress/matrix.h"
#include "ir/graph.h"

namespace mote {

// What a filter of a convolution reads: columns of the layer, in this order. One axis counts as the
// width.
struct Kernel {
  int64_t channels = 1, height = 1, width = 1;

  int64_t taps() const { return height * width; }
};

// A fully connected layer, or a convolution of one group: rows of weights, each times what the
// layer reads (a vector; for convolutions the patch at each position, in the weights' order).
struct Layer {
  std::string node;
  int64_t rows = 0, columns = 0;
  int64_t positions = 1;  // how many vectors it reads in a run
  bool is_conv = false;
  Kernel kernel = {};
};

// Those of a float graph, in order of execution.
std::vector<Layer> layers_of(const Graph& graph);

// Index of its node.
size_t node_of(const Graph& graph, const Layer& layer);

Matrix weights_of(const Graph& graph, const Layer& layer);

// Weights of one layer that takes a layer's place, rows side by side. With steps every weight is a
// whole multiple of its row's step, few bits wide; without, rounding to int8 comes later.
struct Factor {
  Matrix w;
  Vector steps = {};  // one for each row
};

// How two convolutions share the window of one. `spatial`: the first has its height, the second its
// width. `depthwise`: the first reads each channel by itself, all as many times, the second reads
// single positions.
enum class Separation { none, spatial, depthwise };

// W' = outer * inner: two layers, the first with the window of the layer and as many outputs as
// `inner` has rows. Without `inner` one layer, W' = outer. With several parts `inner` is a
// code-book: it reads each of so many equal parts of a vector, and `outer` what all of them give.
// Where they share a window, rows are filters with weights in the order of a convolution's. With
// `rest`, W' = outer * inner + rest: another layer beside the two, and a sum.
struct Factors {
  Factor outer, inner = {};
  int64_t parts = 1;
  Factor rest = {};
  Separation separation = Separation::none;
  Kernel kernel = {};  // of the layer, where it is separated

  Matrix product() const;
};

// What a matrix that reads each of so many equal parts by itself makes of the columns of x, below
// each other.
Matrix by_parts(const Matrix& inner, int64_t parts, const Matrix& x);

// Puts the factors in place of the layer's weights and adds `bias` to the layer's bias. Steps stay
// with the weights as their Quant. Parts need a fully connected layer.
void replace_layer(Graph& graph, const Layer& layer, const Factors& factors, const Vector& bias);

// Depthwise layers stay what they are, but channels whose weights are multiples of few different
// steps share what is stored for each.
void share_steps_of_depthwise(Graph& graph);

// Adds to the bias of a layer, which gets one where it has none.
void add_to_bias(Graph& graph, const Layer& layer, const Vector& bias);

// The largest multiple of a step that weights have.
double limit_of(const Factor& factor);

// Bytes that the factors take on a device, with a bias and a scale for each row. Where few weights
// are not zero, only those are stored, with their distance from the one before or, where four rows
// have them in the same places, from the four before; of codes that pick one row of a code-book
// each only the row's number.
double stored_bytes(const Factors& factors);

}  // namespace mote
