// SPDX-License-Identifier: Apache-2.0
// TFLite's functions on int8 in fixed point: its reference kernels' bits (gemmlowp's arithmetic).
// Their results for x = -128 .. 127 fill a table, so that no device computes them.
#pragma once

#include "ops/op.h"

namespace mote {

// 1 / (1 + exp(-x)) and tanh(x) for outputs of scale 1/256, zero point -128 and 1/128, 0. Empty
// for other quantizations: TFLite has none.
Tensor fixed_sigmoid_table(const Value& x, const Value& y);
Tensor fixed_tanh_table(const Value& x, const Value& y);

// x max(0, min(6, x + 3)) / 6. Empty where TFLite refuses (y's step is finer than x's / 128).
Tensor fixed_hard_swish_table(const Value& x, const Value& y);

// x, below 0 x alpha. Empty where alpha is negative.
Tensor fixed_leaky_relu_table(const Value& x, const Value& y, double alpha);

}  // namespace mote
