// SPDX-License-Identifier: Apache-2.0
// The fixed-point arithmetic of TFLite's integer softmax (gemmlowp's), written as its formulas.
#pragma once

#include <cstdint>

#include "ir/graph.h"

namespace mote {

// exp(-difference * scale * beta) with 31 fractional bits, 0 when it is too small to say;
// `difference` is the largest stored number of the row minus this one.
int32_t softmax_term(int32_t difference, double scale, double beta);

// Terms of one row -> stored results of `bits` bits, of which the smallest stands for 0.
Tensor softmax_row(const std::vector<int32_t>& terms, int bits);

}  // namespace mote
