// SPDX-License-Identifier: Apache-2.0
// ONNX's element types and what they are in a Graph.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "ir/graph.h"

namespace mote {

// How elements of an ONNX type are stored.
struct OnnxType {
  int number;  // TensorProto::DataType
  const char* name;
  DType dtype;  // what they are in a Graph: all real types are f32, narrow integers 8 bits wide
  int bits;     // 4: two elements in a byte, the first one in its low half; 2: four
  char kind;    // 'i' signed, 'u' unsigned, 'b' bool, 'f' IEEE float or double, 's' small float,
                // 'e' exponent alone
  int mantissa = 0;  // small floats: bits of the fraction,
  int bias = 0;      // of the exponent,
  char special = 0;  // 'i' infinities and NaNs as IEEE, 'n' only all ones is NaN, 'z' only minus 0
                     // is, 0 none
};

// Null when mote cannot read it (text, complex numbers, ...).
const OnnxType* find_onnx_type(int32_t number);

// The type a DType is written as.
int32_t onnx_type_of(DType dtype);

// "FLOAT16", or the number when nobody knows it.
std::string onnx_type_name(int32_t number);

// The number that `bits` (in the low bits) stand for. REQUIRES: an integer or small float type.
double decode_element(const OnnxType& type, uint64_t bits);

}  // namespace mote
