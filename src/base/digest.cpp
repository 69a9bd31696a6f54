// SPDX-License-Identifier: Apache-2.0
#include "base/digest.h"

#include <algorithm>
#include <cstring>

namespace mote {

uint64_t digest(const void* bytes, size_t count, uint64_t start) {
  constexpr uint64_t prime = 0x100000001b3u;
  uint64_t hash = start ^ count;
  const auto* const from = static_cast<const char*>(bytes);
  for (size_t at = 0; at < count; at += sizeof(uint64_t)) {
    uint64_t word = 0;
    std::memcpy(&word, from + at, std::min(sizeof word, count - at));
    hash = (hash ^ word) * prime;
    hash ^= hash >> 29;
  }
  return hash;
}

}  // namespace mote
