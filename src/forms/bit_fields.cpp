// SPDX-License-Identifier: Apache-2.0
#include "forms/bit_fields.h"

namespace mote {

void append_bit_fields(const std::vector<int64_t>& numbers, int bits, Tensor& bytes) {
  uint32_t word = 0;
  int held = 0;
  for (int64_t number : numbers) {
    word |= static_cast<uint32_t>(number) << held;
    for (held += bits; held >= 8; held -= 8, word >>= 8) bytes.push_back(word & 255u);
  }
  if (held > 0) bytes.push_back(word & 255u);
}

}  // namespace mote
