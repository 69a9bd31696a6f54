// SPDX-License-Identifier: Apache-2.0
// Adam with decoupled weight decay (Loshchilov and Hutter, 2019) on plain arrays.
#pragma once

#include <cstdint>
#include <span>

namespace mote {

struct AdamwStep {
  int64_t number;       // 1 for the first
  double rate;          // learning rate
  double weight_decay;  // 0 where weights are not to shrink
};

// One step of weights w along gradient g; m and v are its running first and second moments.
void adamw(const AdamwStep& step, std::span<const float> g, std::span<float> w, std::span<float> m,
           std::span<float> v);

}  // namespace mote
