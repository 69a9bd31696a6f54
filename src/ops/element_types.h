// SPDX-License-Identifier: Apache-2.0
// ONNX's element types as numbers are cast to them: what a Graph keeps them as, and what of a
// number they can hold.
#pragma once

#include "ir/graph.h"

namespace mote {

enum class Overflow { saturate, infinity, nan };

// A floating point type of fewer bits than f32, which keeps its values.
struct SmallFloat {
  int mantissa = 0;        // bits of the fraction
  int least_exponent = 0;  // of its normal numbers
  double smallest = 0;     // 2^-127 where there is no 0
  double largest = 0;
  Overflow overflow = Overflow::infinity;  // when not asked to saturate
  bool may_saturate = false;               // whether it can be asked
};

struct ElementType {
  int64_t number;  // TensorProto::DataType
  DType dtype;
  int narrow_bits = 0;  // of integers that are kept in 8 bits
  SmallFloat small = {};

  bool is_small() const { return small.largest != 0; }
};

// Throws unsupported_type when there is none with this number.
const ElementType& element_type(int64_t number);

// The one that a Graph keeps without loss.
int64_t number_of(DType dtype);

}  // namespace mote
