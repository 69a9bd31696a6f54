// SPDX-License-Identifier: Apache-2.0
// When weights are stored without their zeros.
#pragma once

#include <cstdint>

namespace mote {

// `kept` of `elements` are not zero. A weight that is stored with its place takes two bytes, and
// three times the cycles of one among all of its row.
constexpr bool is_stored_sparse(int64_t kept, int64_t elements) {
  return 3 * kept <= elements;
}

}  // namespace mote
