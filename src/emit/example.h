// SPDX-License-Identifier: Apache-2.0
// The pseudo-random inputs of the golden example in every library.
#pragma once

#include "ir/graph.h"

namespace mote {

// Element j of an input is (b % span + offset) * step, where b walks all 256 bytes in a scrambled
// order that changes from one walk to the next; see example_byte.
struct InputPattern {
  int span = 256;
  int64_t offset = 0;
  double step = 1;  // a power of two, so that floats are exact
};

// From meta "range_<i>" ("low high") when it is there; else floats span what the first quantization
// takes, or -4 to 4, and integers what 8 bits hold.
InputPattern input_pattern(const Graph& graph, size_t i);

constexpr int64_t kExampleOffset = 101;  // between the walks of two inputs
constexpr int example_byte(int64_t at) {
  return static_cast<uint8_t>(at * 73 + 11 + (at >> 8) * 29);
}

// The elements of input i.
Tensor example_input(const Graph& graph, size_t i);

}  // namespace mote
