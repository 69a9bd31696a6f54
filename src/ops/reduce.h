// SPDX-License-Identifier: Apache-2.0
// What reductions over axes share: which elements of x make each element of y.
#pragma once

#include <functional>

#include "ops/op.h"
#include "ops/view.h"

namespace mote {

// Element i of y is made of the elements at kept index i + reduced index j, for
// all j.
struct Reduction {
  View kept, reduced;
};

// From attribute keepdims and operand 1, the axes; none of them means all, or,
// with noop_with_empty_axes, each element by itself.
Reduction reduction_of(const Graph& graph, const Node& node);

// Sets the output's shape, and the type of x, one of `allowed`.
void infer_reduction(Graph& graph, const Node& node, std::vector<DType> allowed);

// y[i] = combine(the elements that make it).
Tensor reduction_reference(const Graph& graph, const Node& node, const Tensor& x,
                           const std::function<double(const Tensor&)>& combine);

// The same on plain integers, whose sums and products wrap around like C's.
// Starts from `first`.
double fold_wrapping(DType dtype, const Tensor& elements, uint64_t first,
                     uint64_t (*combine)(uint64_t, uint64_t));

// kernel_<type>(x, three kept counts, their steps, three reduced counts, their
// steps, y).
KernelCall reduction_call(const Graph& graph, const Node& node, const std::string& kernel);

// Numbers from low to high, every way to reduce.
std::vector<Graph> reduction_samples(const std::string& op, const std::vector<DType>& dtypes,
                                     double low, double high);

// OpDef::turn where the axes are a constant and all are kept.
bool turn_reduction(Graph& graph, Node& node, const std::vector<int64_t>& perm);

// TFLite says keep_dims for keepdims; its axes are operand 1 too.
void reduction_from_tflite(Graph& graph, const Node& node, std::vector<Node>& nodes);

}  // namespace mote
