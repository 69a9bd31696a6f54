// SPDX-License-Identifier: Apache-2.0
#include "import/limits.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"

namespace mote {

std::optional<int64_t> checked_count(const Shape& shape) {
  if (shape.size() > kMaxRank) return {};
  int64_t count = 1;
  for (int64_t extent : shape) {
    if (extent < 0 || extent > kMaxElements) return {};
    // Steps between elements must not overflow either: an extent of 0 excuses no others.
    count *= std::max<int64_t>(extent, 1);  // at most 2^25 * 2^25
    if (count > kMaxElements) return {};
  }
  return std::find(shape.begin(), shape.end(), 0) == shape.end() ? count : 0;
}

void ElementCount::add(const Value& value, const std::string& place) {
  elements_ += static_cast<int64_t>(value.constant.size());
  if (elements_ <= kMaxElements) return;
  throw Error(ErrorCode::bad_model, place,
              fmt::format("holds tensors of more than {} elements together", kMaxElements));
}

}  // namespace mote
