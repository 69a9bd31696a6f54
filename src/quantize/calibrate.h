// SPDX-License-Identifier: Apache-2.0
// What the values of a float graph look like when real samples run through it.
#pragma once

#include <map>
#include <vector>

#include "quantize/quantize.h"

namespace mote {

struct Observed {
  double low = 0, high = 0;       // always contains 0
  std::vector<double> histogram;  // equal bins from low to high
};

// One entry for each value of the graph (constants and integers stay empty). Two passes over the
// samples. Throws bad_value when a value is not finite.
std::vector<Observed> calibrate(const Graph& graph, const SampleSource& sample, int64_t count);

// The int8 scale and zero point that the rule gives.
Quant choose_quant(const Observed& observed, RangeRule rule);

}  // namespace mote
