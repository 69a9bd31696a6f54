// SPDX-License-Identifier: Apache-2.0
// How large the tensors of an imported model may be: more is a damaged or
// hostile file.
#pragma once

#include <optional>

#include "ir/graph.h"

namespace mote {

inline constexpr int64_t kMaxElements = int64_t{32} << 20;  // of one, and of all constants
inline constexpr size_t kMaxRank = 8;

// Of a graph, functions and operators that stand for others unfolded. What rewrites it takes time
// with the square of it.
inline constexpr size_t kMaxNodes = 1 << 13;
inline constexpr size_t kMaxValues = 1 << 15;

// Elements of all constants that are computed while a model is read.
inline constexpr int64_t kMaxComputed = int64_t{4} << 20;

// Adds up the elements of constants (several may share bytes of the file).
class ElementCount {
 public:
  // Throws bad_model when they are too many.
  void add(const Value& value, const std::string& place);

 private:
  int64_t elements_ = 0;
};

// The product of the extents. Empty when an extent is negative or a limit is
// passed.
std::optional<int64_t> checked_count(const Shape& shape);

}  // namespace mote
