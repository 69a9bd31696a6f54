// SPDX-License-Identifier: Apache-2.0
// Operators that read where elements go from an operand: gather, scatter and
// their kin.
#pragma once

#include "ops/op.h"

namespace mote {

// An index as the device takes it: counted from the end when negative, held
// within the extent.
int64_t held_index(double index, int64_t extent);

// Throws unsupported_type unless operand i is s32 or s64.
void check_indices(const Graph& graph, const Node& node, size_t i);

// Bytes of an index: 4 or 8.
int64_t index_bytes(const Graph& graph, const Node& node, size_t i);

// What scatter does with an element that is there already: attribute
// "reduction" as the kernels' number. none 0, add 1, mul 2, max 3, min 4.
// Throws bad_model.
int64_t combination(const Node& node);

// The element and the update combined; plain integers wrap around.
double combined(DType dtype, int64_t how, double element, double update);

}  // namespace mote
