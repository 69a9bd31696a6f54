// SPDX-License-Identifier: Apache-2.0
#include "import/limits.h"

namespace mote {

std::optional<int64_t> checked_count(const Shape& shape) {
  if (shape.size() > kMaxRank) return {};
  int64_t count = 1;
  for (int64_t extent : shape) {
    if (extent < 0 || extent > kMaxElements) return {};
    count *= extent;  // at most 2^28 * 2^28
    if (count > kMaxElements) return {};
  }
  return count;
}

}  // namespace mote
