// SPDX-License-Identifier: Apache-2.0
#include "data/resampler.h"

#include <cmath>

namespace mote {

Resampler::Resampler(double from_hz, double to_hz)
    : step_(from_hz > 0 && to_hz > 0 ? from_hz / to_hz : 1) {}

void Resampler::restart() {
  before_.clear();
  sum_.clear();
  next_ = at_ = 0;
  summed_ = 0;
}

void Resampler::take(std::span<const double> sample,
                     const std::function<void(std::span<const double>)>& give) {
  if (step_ == 1) return give(sample);
  std::vector<double> now(sample.begin(), sample.end());
  const int averaged = std::max(1, static_cast<int>(std::lround(step_)));
  if (averaged > 1) {
    sum_.resize(now.size(), 0);
    for (size_t i = 0; i < now.size(); i++) sum_[i] += now[i];
    if (++summed_ < averaged) return;
    for (size_t i = 0; i < now.size(); i++) now[i] = sum_[i] / averaged;
    sum_.assign(now.size(), 0);
    summed_ = 0;
  }
  const double own_step = step_ / averaged;
  for (; next_ <= at_; next_ += own_step) {
    const double past = before_.empty() ? 0 : at_ - next_;
    given_ = now;
    for (size_t i = 0; i < now.size() && past > 0; i++) {
      given_[i] = now[i] + past * (before_[i] - now[i]);
    }
    give(given_);
  }
  before_ = now;
  at_++;
}

}  // namespace mote
