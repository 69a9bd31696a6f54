// SPDX-License-Identifier: Apache-2.0
// The arithmetic of TFLite's softmax on int16: exponentials and the reciprocal of their sum come
// from tables of 512 steps, read with interpolation.
#pragma once

#include <array>
#include <cstdint>

#include "ops/fixed_point.h"

namespace mote {

using StepTable = std::array<int16_t, 513>;  // in steps of 2^-15

const StepTable& exp_table();         // exp(x) for x from -10 to 0
const StepTable& reciprocal_table();  // 1 / (1 + x) for x from 0 to 1

// What differences of inputs are multiplied with to be the argument of exp_table.
FixedPoint wide_softmax_scale(double scale, double beta);

// Stored inputs of one row -> stored results in steps of 2^-15.
Tensor wide_softmax_row(const Tensor& row, FixedPoint by);

}  // namespace mote
