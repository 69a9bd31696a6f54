// SPDX-License-Identifier: Apache-2.0
#include "ops/fixed_point.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace mote {
namespace {

// The nearest integer to n / d; halves go up. REQUIRES: d > 0.
int64_t divide_rounding_up(int64_t n, int64_t d) {
  const int64_t doubled = 2 * (n % d);
  const int64_t quotient = n / d;
  if (doubled >= d) return quotient + 1;
  return doubled < -d ? quotient - 1 : quotient;
}

// The nearest integer to n / d; halves go away from zero. REQUIRES: d > 0.
int64_t divide_rounding_away(int64_t n, int64_t d) {
  const int64_t doubled = 2 * (n % d);
  const int64_t quotient = n / d;
  if (doubled >= d) return quotient + 1;
  return doubled <= -d ? quotient - 1 : quotient;
}

}  // namespace

FixedPoint fixed_point(double real) {
  if (real == 0) return {};
  int exponent = 0;
  const double mantissa = std::frexp(real, &exponent);
  auto multiplier = static_cast<int64_t>(std::llround(mantissa * 0x1p31));
  if (multiplier == (int64_t{1} << 31)) {
    multiplier /= 2;
    exponent++;
  }
  if (exponent < -31) return {};
  if (exponent > 30) {
    throw Error(ErrorCode::bad_model, "", fmt::format("scales give a multiplier of {:g}", real));
  }
  return {static_cast<int32_t>(multiplier), exponent};
}

int32_t rescale(int64_t accumulator, FixedPoint by) {
  const int left = by.shift > 0 ? by.shift : 0;
  const int right = by.shift < 0 ? -by.shift : 0;
  const int64_t product = accumulator * (int64_t{1} << left) * by.multiplier;
  const int64_t high = divide_rounding_up(product, int64_t{1} << 31);
  const int64_t low = divide_rounding_away(high, int64_t{1} << right);
  return static_cast<int32_t>(low);
}

void check_accumulators(const Value& w, const Value* bias, int64_t filters) {
  const size_t taps = w.constant.size() / static_cast<size_t>(std::max<int64_t>(filters, 1));
  for (size_t o = 0; o < static_cast<size_t>(filters); o++) {
    double bound = bias == nullptr ? 0.0 : std::abs(bias->constant[o]);
    for (size_t i = 0; i < taps; i++) bound += 255 * std::abs(w.constant[o * taps + i]);
    if (bound < 0x1p31) continue;
    throw Error(
        ErrorCode::bad_model, "",
        fmt::format("the sums of output channel {} may reach {:.3g}, beyond 32 bits", o, bound));
  }
}

std::vector<FixedPoint> channel_multipliers(const Value& x, const Value& w, const Value& y,
                                            int64_t channels) {
  std::vector<FixedPoint> multipliers;
  for (int64_t o = 0; o < channels; o++) {
    const size_t index = w.quant.scale.size() == 1 ? 0 : static_cast<size_t>(o);
    multipliers.push_back(fixed_point(double{x.quant.scale[0]} * double{w.quant.scale[index]} /
                                      double{y.quant.scale[0]}));
  }
  return multipliers;
}

std::vector<FixedPoint> row_multipliers(const Value& x, const Value& w, const Value& y,
                                        int64_t rows) {
  if (w.quant.scale.size() != 1) return channel_multipliers(x, w, y, rows);
  const float product = x.quant.scale[0] * w.quant.scale[0];
  return std::vector<FixedPoint>(static_cast<size_t>(rows),
                                 fixed_point(double{product} / double{y.quant.scale[0]}));
}

void check_scales(const Value& x, const Value& w, const Value& y, int64_t channels) {
  if (w.dtype != DType::s8) return;
  const auto fail = [](const Value& value) {
    throw Error(ErrorCode::bad_model, "",
                fmt::format("'{}' has {} scales along axis {}", value.name,
                            value.quant.scale.size(), value.quant.axis));
  };
  for (const Value* value : {&x, &y}) {
    if (x.dtype == DType::s8 && value->quant.scale.size() != 1) fail(*value);
  }
  const size_t count = w.quant.scale.size();
  if (count != 1 && (w.quant.axis != 0 || count != static_cast<size_t>(channels))) fail(w);
}

bool has_packed_weights(const Value& x, const Value& w) {
  return x.dtype == DType::f32 && w.dtype == DType::s8 && !w.quant.empty();
}

Tensor weight_scales(const Value& x, const Value& w, int64_t channels) {
  Tensor scales(static_cast<size_t>(channels), 1.0);
  if (!has_packed_weights(x, w)) return scales;
  for (size_t o = 0; o < scales.size(); o++) {
    scales[o] = double{w.quant.scale[w.quant.scale.size() == 1 ? 0 : o]};
  }
  return scales;
}

KernelData multiplier_data(const std::vector<FixedPoint>& by) {
  KernelData data{"multiplier", DType::s32, {}};
  for (const FixedPoint& entry : by) data.elements.push_back(entry.multiplier);
  return data;
}

KernelData shift_data(const std::vector<FixedPoint>& by) {
  KernelData data{"shift", DType::s8, {}};
  for (const FixedPoint& entry : by) data.elements.push_back(entry.shift);
  return data;
}

}  // namespace mote
