// SPDX-License-Identifier: Apache-2.0
#include "ops/wrap.h"

#include <algorithm>
#include <cmath>

namespace mote {

double wrapped(DType dtype, int64_t number) {
  switch (dtype) {
    case DType::b8:
      return number != 0;
    case DType::s8:
      return static_cast<int8_t>(number);
    case DType::u8:
      return static_cast<uint8_t>(number);
    case DType::s16:
      return static_cast<int16_t>(number);
    case DType::u16:
      return static_cast<uint16_t>(number);
    case DType::s32:
      return static_cast<int32_t>(number);
    case DType::u32:
      return static_cast<uint32_t>(number);
    case DType::u64:
      return static_cast<double>(static_cast<uint64_t>(number));
    case DType::s64:
    case DType::f32:
      break;
  }
  return static_cast<double>(number);
}

int64_t integer_of(DType dtype, double number) {
  if (dtype == DType::u64) {
    return static_cast<int64_t>(
        static_cast<uint64_t>(std::clamp(number, 0.0, std::nextafter(0x1p64, 0))));
  }
  return static_cast<int64_t>(std::clamp(number, -0x1p63, std::nextafter(0x1p63, 0)));
}

bool is_plain_integer(const Value& value) {
  return value.dtype != DType::f32 && value.dtype != DType::b8 && value.quant.empty();
}

}  // namespace mote
