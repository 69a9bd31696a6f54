// SPDX-License-Identifier: Apache-2.0
// What a step of a plan will take on a target, without running it: the sum of its work (work.h),
// each count times what bench/fit found for that kernel by measuring (device/costs/<target>.toml).
// A target without a file takes that of one with the same kernels and table of cycles. A model, not
// a measurement: `mote run` counts.
#pragma once

#include "plan/work.h"

namespace mote {

struct Cost {
  double instructions = 0, cycles = 0;
  bool is_fitted = false;  // false: no entry for the kernel, so by the target's mean over kernels
};

// Null costs for targets that have no file.
Cost predicted_cost(const Plan& plan, const Step& step, const Target& target);

bool has_costs(const Target& target);

}  // namespace mote
