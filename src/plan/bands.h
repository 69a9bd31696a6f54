// SPDX-License-Identifier: Apache-2.0
// Which layers run in bands of rows.
#pragma once

#include <functional>
#include <optional>

#include "plan/plan.h"

namespace mote {

// What a graph needs as it is.
struct Needs {
  int64_t bytes;  // alive at a time
  int64_t calls;  // of kernels
};
using NeedsOf = std::function<Needs(const Graph&)>;

// The plan's graph with a run of layers around its fullest step in those bands (passes/roll_rows.h)
// that leave the fewest bytes alive at a time, counting what their calls add to the flash. Null
// when none saves enough of the arena.
std::optional<Graph> in_bands(const Plan& plan, const NeedsOf& needs_of);

}  // namespace mote
