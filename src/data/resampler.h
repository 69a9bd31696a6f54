// SPDX-License-Identifier: Apache-2.0
// A stream at another rate: straight lines between samples.
#pragma once

#include <functional>
#include <span>
#include <vector>

namespace mote {

class Resampler {
 public:
  // From one rate to another, in Hz; 0: as it is.
  Resampler(double from_hz, double to_hz);

  // Calls give() for every moment of the new rate up to this sample. Averages over the samples
  // between two moments first where the new rate is lower, so that nothing folds.
  void take(std::span<const double> sample,
            const std::function<void(std::span<const double>)>& give);

  void restart();  // behind a gap

 private:
  const double step_;  // moments of the old rate from one of the new to the next
  std::vector<double> before_, sum_, given_;
  double next_ = 0, at_ = 0;  // in moments of the old rate
  int summed_ = 0;
};

}  // namespace mote
