// SPDX-License-Identifier: Apache-2.0
#include "ops/element_types.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/error.h"

namespace mote {
namespace {

// The first row with a dtype is the one it is the same as.
constexpr ElementType types[] = {
    {1, DType::f32},
    {2, DType::u8},
    {3, DType::s8},
    {4, DType::u16},
    {5, DType::s16},
    {6, DType::s32},
    {7, DType::s64},
    {9, DType::b8},
    {10, DType::f32, 0, {10, -14, 0, 65504, Overflow::infinity, false}},
    {11, DType::f32},
    {12, DType::u32},
    {13, DType::u64},
    {16, DType::f32, 0, {7, -126, 0, 0x1.fep127, Overflow::infinity, false}},
    {17, DType::f32, 0, {3, -6, 0, 448, Overflow::nan, true}},
    {18, DType::f32, 0, {3, -7, 0, 240, Overflow::nan, true}},
    {19, DType::f32, 0, {2, -14, 0, 57344, Overflow::infinity, true}},
    {20, DType::f32, 0, {2, -15, 0, 57344, Overflow::nan, true}},
    {21, DType::u8, 4},
    {22, DType::s8, 4},
    {23, DType::f32, 0, {1, 0, 0, 6, Overflow::saturate, true}},
    {24, DType::f32, 0, {0, -127, 0x1p-127, 0x1p127, Overflow::nan, true}},
    {25, DType::u8, 2},
    {26, DType::s8, 2},
};

}  // namespace

const ElementType& element_type(int64_t number) {
  const auto* found = std::find_if(std::begin(types), std::end(types),
                                   [&](const ElementType& type) { return type.number == number; });
  if (found != std::end(types)) return *found;
  throw Error(ErrorCode::unsupported_type, "",
              fmt::format("cannot cast to ONNX type number {}", number));
}

int64_t number_of(DType dtype) {
  return std::find_if(std::begin(types), std::end(types),
                      [&](const ElementType& type) { return type.dtype == dtype; })
      ->number;
}

}  // namespace mote
