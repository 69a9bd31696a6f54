// SPDX-License-Identifier: Apache-2.0
// TFLite's images have their channels last, a Graph's are channels first: what from_tflite of
// convolutions and pools shares.
#pragma once

#include <vector>

#include "ops/op.h"

namespace mote {

// Appends `node`, whose operand 0 and output 0 are N H W C as TFLite has them, between two
// transposes, so that it sees N C H W. Passes merge the transposes of neighbors.
void spatial_from_tflite(Graph& graph, Node node, std::vector<Node>& nodes);

// Sets kernel_shape, strides, dilations and pads of `node` from attributes stride_h, stride_w,
// dilation_h_factor, dilation_w_factor and padding (0: SAME, 1: VALID) of a TFLite node whose
// operand 0 is N H W C. Throws bad_model when they do not fit.
void set_tflite_window(const Graph& graph, const Node& from, int64_t kernel_height,
                       int64_t kernel_width, Node& node);

// TFLite's SAME padding of one axis: {begin, end}; the end gets the odd one.
std::pair<int64_t, int64_t> same_padding(int64_t length, int64_t reach, int64_t stride);

// Throws bad_model unless operand i has that many axes.
void check_rank(const Graph& graph, const Node& node, size_t i, size_t rank);

// The operand, or, when its integers are not in the scale of y, a new value that is: appends a
// requantize.
ValueId in_scale_of_y(Graph& graph, const Node& node, size_t i, std::vector<Node>& nodes);

// A reshape node from x to y.
Node tflite_reshape(Graph& graph, const Node& node, ValueId x, const Shape& shape, ValueId y);

// Throws unsupported_type when operand i has zero points other than 0.
void check_symmetric(const Graph& graph, const Node& node, size_t i);

}  // namespace mote
