// SPDX-License-Identifier: Apache-2.0
#include "train/adamw.h"

#include <cmath>

namespace mote {

void adamw(const AdamwStep& step, std::span<const float> g, std::span<float> w, std::span<float> m,
           std::span<float> v) {
  constexpr double beta1 = 0.9, beta2 = 0.999;
  constexpr float epsilon = 1e-8f;
  const auto number = static_cast<double>(step.number);
  const auto rate = static_cast<float>(step.rate / (1 - std::pow(beta1, number)));
  const auto unbias = static_cast<float>(1 / (1 - std::pow(beta2, number)));
  const auto keep = static_cast<float>(1 - step.rate * step.weight_decay);
  constexpr auto b1 = static_cast<float>(beta1), b2 = static_cast<float>(beta2);
  for (size_t i = 0; i < w.size(); i++) {
    m[i] = b1 * m[i] + (1 - b1) * g[i];
    v[i] = b2 * v[i] + (1 - b2) * g[i] * g[i];
    w[i] = keep * w[i] - rate * m[i] / (std::sqrt(v[i] * unbias) + epsilon);
  }
}

}  // namespace mote
