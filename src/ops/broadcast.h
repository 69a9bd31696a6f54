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

// y[i] = function(a[i], b[i]) on real numbers, clamped by attribute activation.
Tensor broadcast_reference(const Graph& graph, const Node& node, std::span<const Tensor* const> in,
                           double (*function)(double, double));

// kernel(a, b, counts, steps of a, steps of b, low, high, y): four axes, outermost first.
KernelCall broadcast_call(const Graph& graph, const Node& node, const std::string& kernel);

// Appends four counts, four steps of a and four of b. Throws unsupported_type beyond four axes.
void append_broadcast(const Graph& graph, const Node& node, KernelCall& call);

// Samples whose shapes are stretched every way, of float type.
std::vector<Graph> broadcast_samples(const std::string& op);

}  // namespace mote
