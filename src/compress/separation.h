// SPDX-License-Identifier: Apache-2.0
// One convolution as two that share its window.
#pragma once

#include "compress/layer.h"

namespace mote {

// Where each element of `inner`, row by row, is in inner_spread.
struct Place {
  Eigen::Index row, column;
};
std::vector<std::vector<Place>> places_of_inner(const Factors& factors);

// What `outer` reads of what the layer reads: outer.w times this is the layer's matrix.
Matrix inner_spread(const Factors& factors);

// Sets the window and the groups of both nodes, which have those of the layer, and the shapes of
// their weights (the axes behind the first one).
void separate(Node& inner, Node& outer, const Factors& factors, Shape& inner_shape,
              Shape& outer_shape);

// A window of one tap, for nodes that have one.
void make_pointwise(Node& node, size_t axes);

}  // namespace mote
