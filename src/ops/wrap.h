// SPDX-License-Identifier: Apache-2.0
// Plain integers that leave their type's range wrap around as in C.
#pragma once

#include "ir/graph.h"

namespace mote {

// What is left of `number` in this integer type (b8: whether it is not 0).
double wrapped(DType dtype, int64_t number);

// The integer with this value; u64's upper half turns negative, as its bits do.
int64_t integer_of(DType dtype, double number);

bool is_plain_integer(const Value& value);

}  // namespace mote
