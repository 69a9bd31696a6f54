// SPDX-License-Identifier: Apache-2.0
// How large the tensors of an imported model may be: more is a damaged or
// hostile file.
#pragma once

#include <optional>

#include "ir/graph.h"

namespace mote {

inline constexpr int64_t kMaxElements = int64_t{32} << 20;
inline constexpr size_t kMaxRank = 8;

// The product of the extents. Empty when an extent is negative or a limit is
// passed.
std::optional<int64_t> checked_count(const Shape& shape);

}  // namespace mote
