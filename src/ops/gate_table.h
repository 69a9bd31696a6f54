// SPDX-License-Identifier: Apache-2.0
// Sigmoid and tanh of TFLite's int16 arithmetic: a table of sigmoid(i / 24), read with
// interpolation. Results are in steps of 2^-15.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

namespace mote {

// Steps of 2^-16. Between two entries a chord lies below the curve, so that entries are raised by
// half of its error.
const std::array<uint16_t, 256>& gate_table();

// An argument in some step, times factor / 2^shift: 3/4 of the argument in steps of 2^-14.
struct GateScale {
  int32_t factor, shift;
};

// For arguments in steps of `step`, a power of two. Throws unsupported_type.
GateScale gate_scale(double step);

// The same for 16 bits in any step: the factor is cut off to 15 bits. None when it is too large.
std::optional<GateScale> rough_gate_scale(double step);

int32_t gate_sigmoid(int32_t x, GateScale scale);
int32_t gate_tanh(int32_t x, GateScale scale);

}  // namespace mote
