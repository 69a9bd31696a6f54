// SPDX-License-Identifier: Apache-2.0
#include "ops/padding.h"

#include <algorithm>

namespace mote {
namespace {

int64_t modulo(int64_t i, int64_t n) {
  return (i % n + n) % n;
}

}  // namespace

int64_t shown_element(const PaddedAxis& axis, const std::string& mode, int64_t i) {
  const int64_t at = i - axis.before, last = axis.length - 1;
  if (at >= 0 && at <= last) return at;
  if (mode == "constant") return -1;
  if (mode == "edge") return std::clamp<int64_t>(at, 0, last);
  if (mode == "wrap") return modulo(at, axis.length);
  if (mode == "symmetric") {
    const int64_t turned = modulo(at, 2 * axis.length);
    return std::min(turned, 2 * axis.length - 1 - turned);
  }
  if (last == 0) return 0;
  const int64_t turned = modulo(at, 2 * last);
  return std::min(turned, 2 * last - turned);
}

}  // namespace mote
