// SPDX-License-Identifier: Apache-2.0
// Values that are computed where a concatenation of them will be, so that nothing is copied.
#pragma once

#include "ir/graph.h"

namespace mote {

// Where a value is computed that is a part of another: `offset` bytes behind where `start`, the
// first part, begins.
struct Join {
  ValueId start = kNoValue;  // kNoValue: the value is no later part
  int64_t offset = 0;
  bool is_whole = false;  // all parts together: needs no kernel
  int64_t reach = 0;      // of a first part: bytes of the largest whole that begins with it, else 0
};

// One for each value. Parts of a whole are contiguous in it, begin at multiples of `word` and, but
// for the first, have no other reader.
std::vector<Join> find_joins(const Graph& graph, int64_t word);

}  // namespace mote
