// SPDX-License-Identifier: Apache-2.0
#include "forms/dots.h"

#include <cmath>

namespace mote {
namespace {

constexpr size_t kBehindWeights = 15;

}  // namespace

std::optional<Dots> make_dots(const ByteProduct& p) {
  for (const FixedPoint& one : p.by) {
    if (one.shift > 0) return std::nullopt;
  }
  Dots dots{{"weights", DType::s8, p.weights},
            {"bias", DType::s32, p.bias},
            multiplier_data(p.by),
            shift_data(p.by)};
  const auto columns = static_cast<size_t>(p.columns);
  for (size_t o = 0; o < p.by.size(); o++) {
    double sum = 0;
    for (size_t i = 0; i < columns; i++) sum += p.weights[o * columns + i];
    dots.bias.elements[o] -= sum * static_cast<double>(p.x_zero);
    if (std::abs(dots.bias.elements[o]) >= std::ldexp(1.0, 31)) return std::nullopt;
  }
  dots.weights.elements.resize(p.weights.size() + kBehindWeights, 0.0);
  return dots;
}

}  // namespace mote
