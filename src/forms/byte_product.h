// SPDX-License-Identifier: Apache-2.0
// Layers of int8 as products of rows of weights with a vector: what forms pack, whatever the
// operator.
#pragma once

#include <optional>
#include <vector>

#include "ops/conv_geometry.h"
#include "ops/fixed_point.h"
#include "ops/operands.h"

namespace mote {

// y[o] = clamp(rescale(bias[o] + sum_i w[o, i] * (x[i] - x_zero), by[o]) + y_zero), x int8.
struct ByteProduct {
  int64_t rows = 0, columns = 0;
  Tensor weights;  // rows x columns
  Tensor bias;     // one for each row
  std::vector<FixedPoint> by;
  int64_t x_zero = 0, y_zero = 0;
  Clamp clamp = {-128, 127};
};

// Of a fully connected layer, for each row of x. Null unless x is int8 and the weights are known.
std::optional<ByteProduct> fully_connected_product(const Graph& graph, const Node& node);

// What a convolution reads and writes. Null unless x is int8, channels last, and the weights are
// known.
std::optional<ConvGeometry> byte_conv(const Graph& graph, const Node& node);

// Of such a convolution, for what each position reads: a row for each filter.
ByteProduct conv_product(const Graph& graph, const Node& node, const ConvGeometry& g);

}  // namespace mote
