// SPDX-License-Identifier: Apache-2.0
// The part of a generated library that learns how unusual normal running is.
#pragma once

#include <cstdint>
#include <string>

namespace mote {

struct LibraryContext;

// Of what is learnt: five markers, a height and a position each (device/learn/threshold.h).
inline constexpr int64_t kThresholdBytes = 5 * (8 + 4);

std::string threshold_prototypes(const LibraryContext& context);
std::string threshold_source(const LibraryContext& context);  // above what resets all

}  // namespace mote
