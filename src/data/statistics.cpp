// SPDX-License-Identifier: Apache-2.0
#include "data/statistics.h"

#include <algorithm>
#include <cmath>

namespace mote {

ChannelStatistics channel_statistics(const Dataset& dataset, const Split& split) {
  const auto channels = static_cast<size_t>(dataset.shape.back());
  std::vector<double> sum(channels), square(channels);
  for (size_t i = 0; i < split.x.size(); i++) {
    sum[i % channels] += double{split.x[i]};
  }
  const double count = static_cast<double>(split.x.size() / channels);
  for (double& channel : sum) channel /= count;
  for (size_t i = 0; i < split.x.size(); i++) {
    const double off = double{split.x[i]} - sum[i % channels];
    square[i % channels] += off * off;
  }
  ChannelStatistics statistics;
  for (size_t c = 0; c < channels; c++) {
    const double deviation = std::sqrt(square[c] / count);
    const bool is_constant = deviation <= 1e-6 * std::max(1.0, std::abs(sum[c]));
    statistics.mean.push_back(static_cast<float>(sum[c]));
    statistics.deviation.push_back(is_constant ? 1.0f : static_cast<float>(deviation));
  }
  return statistics;
}

}  // namespace mote
