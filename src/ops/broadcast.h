// SPDX-License-Identifier: Apache-2.0
// Elementwise operators of two operands whose shapes are stretched to each other (ONNX rules).
#pragma once

#include "ops/op.h"

namespace mote {

// The common shape. Throws bad_model when an extent differs and is not 1.
Shape broadcast_shape(const Value& a, const Value& b);

// For each element of `shape` in C order, the element of `operand` that it uses.
std::vector<size_t> broadcast_indices(const Shape& operand, const Shape& shape);

// infer for an operator of two operands of one type among `allowed`.
void infer_broadcast(Graph& graph, const Node& node, std::vector<DType> allowed);

// Appends four counts and, for each operand, four steps. Axes that can be taken as one are; throws
// unsupported_type when more than four remain.
void append_broadcast(const Graph& graph, const Node& node, KernelCall& call);

}  // namespace mote
