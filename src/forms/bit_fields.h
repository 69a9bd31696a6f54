// SPDX-License-Identifier: Apache-2.0
// Small numbers side by side, as device/kernels/portable/bit_fields.h reads them.
#pragma once

#include <vector>

#include "ir/graph.h"

namespace mote {

// Appends bytes that hold `bits` of each number, the first in the lowest ones.
void append_bit_fields(const std::vector<int64_t>& numbers, int bits, Tensor& bytes);

}  // namespace mote
