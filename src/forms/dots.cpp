// SPDX-License-Identifier: Apache-2.0
#include "forms/dots.h"

#include <cmath>

namespace mote {
namespace {

constexpr size_t kBehindWeights = 15;

}  // namespace

std::optional<Dots> make_dots(const Value& w, int64_t x_zero, const KernelData& bias,
                              const std::vector<FixedPoint>& by) {
  for (const FixedPoint& one : by) {
    if (one.shift > 0) return std::nullopt;
  }
  Dots dots{{"weights", w.dtype, w.constant}, bias, multiplier_data(by), shift_data(by)};
  const size_t rows = by.size(), columns = w.constant.size() / rows;
  for (size_t o = 0; o < rows; o++) {
    double sum = 0;
    for (size_t i = 0; i < columns; i++) sum += w.constant[o * columns + i];
    dots.bias.elements[o] -= sum * static_cast<double>(x_zero);
    if (std::abs(dots.bias.elements[o]) >= std::ldexp(1.0, 31)) return std::nullopt;
  }
  dots.weights.elements.resize(w.constant.size() + kBehindWeights, 0.0);
  return dots;
}

}  // namespace mote
