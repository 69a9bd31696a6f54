// SPDX-License-Identifier: Apache-2.0
// Operators that only move elements: y takes those of x that stand fixed steps
// apart along each axis (turned, cut, repeated). One kernel serves them all.
#pragma once

#include "ops/op.h"

namespace mote {

// Element i of y is element first + sum of i[axis] * steps[axis] of x.
struct View {
  Shape shape;
  std::vector<int64_t> steps;
  int64_t first = 0;
};

// Distances in memory between neighbors along each axis.
std::vector<int64_t> steps_of(const Shape& shape);

// For each element of y in C order, the element of x that it is.
std::vector<int64_t> view_indices(const View& view);
Tensor view_reference(const View& view, const Tensor& x);

// Axes of length 1 dropped, neighbors made one where both can be, padded to
// six. Throws unsupported_type when more remain.
View six_axes(View view);

// view_<type>(x, first, six counts, six steps, y).
KernelCall view_call(const Graph& graph, const Node& node, const View& view);

// `same` when y begins with x's bytes in their order.
Sharing view_sharing(const View& view);

// OpDef::quantizable of operators that move elements whatever they stand for.
bool moves_any_type(const Graph& graph, const Node& node);

// The integers of operand i, which must be known; `otherwise` when it is
// absent.
std::vector<int64_t> known_integers(const Graph& graph, const Node& node, size_t i,
                                    const std::vector<int64_t>& otherwise = {});

// An extent from a model, or the end of one. Throws bad_model unless it is 0 ..
// 2^31.
int64_t checked_extent(int64_t extent);

// `axes`, counted from the end when negative. Throws bad_model when one is out
// of range or twice.
std::vector<size_t> checked_axes(const Node& node, const std::vector<int64_t>& axes, size_t rank);

// A constant of s64 that a node made by another reads.
ValueId integers_constant(Graph& graph, const Node& node, const std::string& what,
                          const std::vector<int64_t>& elements);

// A new value of the type and quantization of `like`, its shape still to be
// found.
ValueId new_value(Graph& graph, const std::string& name, ValueId like);

// The node that gives x the shape.
Node reshape_node(Graph& graph, const Node& node, ValueId x, const Shape& shape, ValueId y);

// Quantization of samples: none for floats and plain integers.
Quant sample_quant(DType dtype);

}  // namespace mote
