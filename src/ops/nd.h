// SPDX-License-Identifier: Apache-2.0
// gather_nd and scatter_nd: indices in tuples that name slices of x.
#pragma once

#include "ops/op.h"

namespace mote {

struct Tuples {
  int64_t batches = 1;       // leading axes that x and the indices share
  int64_t batch_length = 1;  // elements of x in one of them
  int64_t count = 1;         // tuples in one of them
  int64_t slice = 1;         // elements that a tuple names
  Shape extents;             // of the axes that a tuple's entries are places on
  std::vector<int64_t> steps;
};

// From operands x and indices. Throws bad_model.
Tuples tuples_of(const Graph& graph, const Node& node, int64_t batch_axes);

// For each tuple, the first element of x that it names.
std::vector<int64_t> named_slices(const Tuples& tuples, const Tensor& indices);

// Arguments: indices, their bytes, batches, elements of one, tuples of one, entries, their extents
// and steps, elements of a slice.
std::vector<KernelArgument> tuple_arguments(const Graph& graph, const Node& node,
                                            const Tuples& tuples);

}  // namespace mote
