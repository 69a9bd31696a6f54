// SPDX-License-Identifier: Apache-2.0
// Splits independent work over the machine's cores.
#pragma once

#include <cstdint>
#include <functional>

namespace mote {

int core_count();

// Calls body(begin, end) on disjoint ranges that cover [0, count), one range per core. The first
// exception thrown by a body is thrown again here after all have ended.
void parallel_ranges(int64_t count, const std::function<void(int64_t, int64_t)>& body);

}  // namespace mote
