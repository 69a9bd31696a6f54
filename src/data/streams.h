// SPDX-License-Identifier: Apache-2.0
// Samples in the order in which they were recorded.
#pragma once

#include <cstdint>
#include <vector>

#include "data/dataset.h"

namespace mote {

struct StreamPlace {
  int64_t index;      // of the sample in its split
  int32_t recording;  // of the person: 0 is the first one
  bool is_gap;        // the sample does not go on where the one before was
};

// All samples of a person, recording by recording. Up to four windows may be missing without a gap.
// REQUIRES: people and recordings are known.
std::vector<StreamPlace> stream_of(const Dataset& dataset, const Split& split, int32_t person);

// Several splits side by side.
Split joined(const std::vector<const Split*>& splits);

// The people of a split, sorted.
std::vector<int32_t> people_of(const Split& split);

}  // namespace mote
