// SPDX-License-Identifier: Apache-2.0
// gather_elements and scatter_elements: an index for every element, which
// replaces its place along one axis.
#pragma once

#include "ops/op.h"
#include "ops/view.h"

namespace mote {

// Throws bad_model unless the indices (operand 1) fit x (operand 0), but for
// `axis`.
void check_element_indices(const Graph& graph, const Node& node);

// For each index, in C order, the element of x that it names.
std::vector<int64_t> named_elements(const Graph& graph, const Node& node, const Tensor& indices);

// Arguments: indices, their bytes, six counts, six steps of x, extent and step
// of the axis.
std::vector<KernelArgument> element_arguments(const Graph& graph, const Node& node);

}  // namespace mote
