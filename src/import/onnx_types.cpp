// SPDX-License-Identifier: Apache-2.0
#include "import/onnx_types.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace mote {
namespace {

// The first row with a dtype is how it is written.
constexpr OnnxType types[] = {
    {1, "FLOAT", DType::f32, 32, 'f'},
    {2, "UINT8", DType::u8, 8, 'u'},
    {3, "INT8", DType::s8, 8, 'i'},
    {4, "UINT16", DType::u16, 16, 'u'},
    {5, "INT16", DType::s16, 16, 'i'},
    {6, "INT32", DType::s32, 32, 'i'},
    {7, "INT64", DType::s64, 64, 'i'},
    {9, "BOOL", DType::b8, 8, 'b'},
    {10, "FLOAT16", DType::f32, 16, 's', 10, 15, 'i'},
    {11, "DOUBLE", DType::f32, 64, 'f'},
    {12, "UINT32", DType::u32, 32, 'u'},
    {13, "UINT64", DType::u64, 64, 'u'},
    {16, "BFLOAT16", DType::f32, 16, 's', 7, 127, 'i'},
    {17, "FLOAT8E4M3FN", DType::f32, 8, 's', 3, 7, 'n'},
    {18, "FLOAT8E4M3FNUZ", DType::f32, 8, 's', 3, 8, 'z'},
    {19, "FLOAT8E5M2", DType::f32, 8, 's', 2, 15, 'i'},
    {20, "FLOAT8E5M2FNUZ", DType::f32, 8, 's', 2, 16, 'z'},
    {21, "UINT4", DType::u8, 4, 'u'},
    {22, "INT4", DType::s8, 4, 'i'},
    {23, "FLOAT4E2M1", DType::f32, 4, 's', 1, 1, 0},
    {24, "FLOAT8E8M0", DType::f32, 8, 'e'},
    {25, "UINT2", DType::u8, 2, 'u'},
    {26, "INT2", DType::s8, 2, 'i'},
};

double decode_small_float(const OnnxType& type, uint64_t bits) {
  const auto exponent_bits = static_cast<unsigned>(type.bits - 1 - type.mantissa);
  const auto mantissa_bits = static_cast<unsigned>(type.mantissa);
  const uint64_t fraction = bits & ((uint64_t{1} << mantissa_bits) - 1);
  const uint64_t top = (uint64_t{1} << exponent_bits) - 1;
  const uint64_t exponent = (bits >> mantissa_bits) & top;
  const bool negative = ((bits >> (exponent_bits + mantissa_bits)) & 1) != 0;
  const double sign = negative ? -1 : 1;
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  if (type.special == 'i' && exponent == top) {
    return fraction != 0 ? nan : sign * std::numeric_limits<double>::infinity();
  }
  const bool is_full = exponent == top && fraction == (uint64_t{1} << mantissa_bits) - 1;
  if (type.special == 'n' && is_full) return nan;
  if (type.special == 'z' && negative && exponent == 0 && fraction == 0) return nan;
  const double leading = exponent == 0 ? 0 : std::ldexp(1.0, type.mantissa);
  const int power = std::max<int>(static_cast<int>(exponent), 1) - type.bias - type.mantissa;
  return sign * std::ldexp(leading + static_cast<double>(fraction), power);
}

}  // namespace

const OnnxType* find_onnx_type(int32_t number) {
  const auto* found = std::find_if(std::begin(types), std::end(types),
                                   [&](const OnnxType& type) { return type.number == number; });
  return found == std::end(types) ? nullptr : found;
}

int32_t onnx_type_of(DType dtype) {
  return std::find_if(std::begin(types), std::end(types),
                      [&](const OnnxType& type) { return type.dtype == dtype; })
      ->number;
}

std::string onnx_type_name(int32_t number) {
  const OnnxType* type = find_onnx_type(number);
  if (type != nullptr) return type->name;
  if (number == 8) return "STRING";
  if (number == 14 || number == 15) return number == 14 ? "COMPLEX64" : "COMPLEX128";
  return fmt::format("of ONNX type number {}", number);
}

double decode_element(const OnnxType& type, uint64_t bits) {
  switch (type.kind) {
    case 's':
      return decode_small_float(type, bits);
    case 'e':  // a power of two without sign
      return bits == 255 ? std::numeric_limits<double>::quiet_NaN()
                         : std::ldexp(1.0, static_cast<int>(bits) - 127);
    case 'b':
      return bits != 0 ? 1 : 0;
    case 'u':
      return static_cast<double>(bits);
    default: {
      const int unused = 64 - type.bits;
      return static_cast<double>(static_cast<int64_t>(bits << unused) >> unused);
    }
  }
}

}  // namespace mote
