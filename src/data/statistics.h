// SPDX-License-Identifier: Apache-2.0
// How the numbers of samples are spread.
#pragma once

#include <vector>

#include "data/dataset.h"

namespace mote {

// Mean and deviation of each channel (last axis) over all samples; a channel that never changes
// gets deviation 1.
struct ChannelStatistics {
  std::vector<float> mean, deviation;
};
ChannelStatistics channel_statistics(const Dataset& dataset, const Split& split);

}  // namespace mote
