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

FixedPoint fixed_point_for(const Value& y, double real) {
  const FixedPoint by = fixed_point(real);
  if (y.dtype != DType::s16 || by.shift <= 0) return by;
  throw Error(ErrorCode::unsupported_type, "",
              fmt::format("the steps of '{}' are too small for 16 bits", y.name));
}

int32_t rescale(int64_t accumulator, FixedPoint by) {
  const int left = by.shift > 0 ? by.shift : 0;
  const int right = by.shift < 0 ? -by.shift : 0;
  const int64_t product = accumulator * (int64_t{1} << left) * by.multiplier;
  const int64_t high = divide_rounding_up(product, int64_t{1} << 31);
  const int64_t low = divide_rounding_away(high, int64_t{1} << right);
  return static_cast<int32_t>(low);
}

int64_t rescale_sum(int64_t sum, FixedPoint by, DType sums) {
  if (sums == DType::s32) return rescale(sum, by);
  constexpr int32_t half = 1 << 15;
  const int64_t multiplier = by.multiplier < 0x7fff0000 ? (by.multiplier + half) >> 16 : 0x7fff;
  const int shift = 15 - by.shift;
  return (sum * multiplier + (int64_t{1} << (shift - 1))) >> shift;
}

namespace {

// What the sums of an output channel may reach when inputs do `largest`; looks at the weights only
// where int8 ones of any value could leave 32 bits.
double sums_bound(const Value& w, const Value* bias, int64_t filters, size_t o, double largest) {
  const size_t taps = w.constant.size() / static_cast<size_t>(std::max<int64_t>(filters, 1));
  double bound = bias == nullptr || !bias->is_constant ? 0.0 : std::abs(bias->constant[o]);
  const double any_weights = bound + static_cast<double>(taps) * largest * 128;
  if (w.dtype == DType::s8 && any_weights < 0x1p31) return any_weights;
  for (size_t i = 0; i < taps; i++) bound += largest * std::abs(w.constant[o * taps + i]);
  return bound;
}

void check_bound(double bound, size_t o, int bits) {
  if (bound < std::ldexp(1.0, bits - 1)) return;
  throw Error(ErrorCode::bad_model, "",
              fmt::format("the sums of output channel {} may reach {:.3g}, beyond {} bits", o,
                          bound, bits));
}

}  // namespace

void check_accumulators(const Value& w, const Value* bias, int64_t filters) {
  for (size_t o = 0; o < static_cast<size_t>(filters); o++) {
    check_bound(sums_bound(w, bias, filters, o, 255), o, 32);
  }
}

DType sums_dtype(const Value& x, const Value& w, const Value* bias, int64_t filters) {
  if (x.dtype != DType::s16) {
    check_accumulators(w, bias, filters);
    return DType::s32;
  }
  bool is_wide = bias == nullptr || bias->dtype == DType::s64;
  for (size_t o = 0; o < static_cast<size_t>(filters); o++) {
    const double bound = sums_bound(w, bias, filters, o, 32768);
    check_bound(bound, o, 48);
    is_wide |= bound >= 0x1p31;
  }
  return is_wide ? DType::s64 : DType::s32;
}

namespace {

// Sums of 64 bits leave no room for larger multipliers.
std::vector<FixedPoint> checked(const Value& x, std::vector<FixedPoint> multipliers) {
  for (const FixedPoint& by : multipliers) {
    if (x.dtype != DType::s16 || by.shift <= 7) continue;
    throw Error(
        ErrorCode::bad_model, "",
        fmt::format("sums of '{}' need a multiplier of 2^{}, beyond 2^7", x.name, by.shift));
  }
  return multipliers;
}

}  // namespace

std::vector<FixedPoint> channel_multipliers(const Value& x, const Value& w, const Value& y,
                                            int64_t channels) {
  std::vector<FixedPoint> multipliers;
  for (int64_t o = 0; o < channels; o++) {
    const size_t index = w.quant.scale.size() == 1 ? 0 : static_cast<size_t>(o);
    multipliers.push_back(fixed_point(double{x.quant.scale[0]} * double{w.quant.scale[index]} /
                                      double{y.quant.scale[0]}));
  }
  return checked(x, std::move(multipliers));
}

std::vector<FixedPoint> row_multipliers(const Value& x, const Value& w, const Value& y,
                                        int64_t rows) {
  if (w.quant.scale.size() != 1) return channel_multipliers(x, w, y, rows);
  const float product = x.quant.scale[0] * w.quant.scale[0];
  const FixedPoint by = fixed_point(double{product} / double{y.quant.scale[0]});
  return checked(x, std::vector<FixedPoint>(static_cast<size_t>(rows), by));
}

void check_scales(const Value& x, const Value& w, const Value& y, int64_t channels) {
  if (w.dtype != DType::s8) return;
  const auto fail = [](const Value& value) {
    throw Error(ErrorCode::bad_model, "",
                fmt::format("'{}' has {} scales along axis {}", value.name,
                            value.quant.scale.size(), value.quant.axis));
  };
  for (const Value* value : {&x, &y}) {
    if (x.dtype != DType::f32 && value->quant.scale.size() != 1) fail(*value);
    if (x.dtype != DType::s16 || value->quant.zero_point[0] == 0) continue;
    throw Error(ErrorCode::unsupported_type, "",
                fmt::format("'{}' of 16 bits has zero point {}, expected 0", value->name,
                            value->quant.zero_point[0]));
  }
  const size_t count = w.quant.scale.size();
  if (count != 1 && (w.quant.axis != 0 || count != static_cast<size_t>(channels))) fail(w);
}

void check_weights(const Graph& graph, const Node& node, size_t x, size_t w, size_t bias) {
  const Value& inputs = input(graph, node, x);
  const bool is_wide = inputs.dtype == DType::s16;
  if (is_wide && inputs.quant.empty()) fail_operand(graph, node, x, "a value with a quantization");
  if (!has_packed_weights(inputs, input(graph, node, w))) {
    check_dtype(graph, node, w, {is_wide ? DType::s8 : inputs.dtype});
  }
  if (is_wide && input(graph, node, w).quant.empty()) {
    fail_operand(graph, node, w, "weights with a quantization");
  }
  if (is_wide && node.has_input(bias)) check_dtype(graph, node, bias, {DType::s32, DType::s64});
}

std::string product_suffix(const Value& x, const Value& w, DType sums) {
  if (x.dtype == DType::s16) return "_s16_" + std::string(dtype_name(sums));
  if (is_quantized(x)) return "_s8";
  return has_packed_weights(x, w) ? "_f32_s8" : "_f32";
}

void append_scaling(const Value& x, const Value& w, const Value& y,
                    const std::vector<FixedPoint>& multipliers, Clamp clamp, KernelCall& call) {
  if (!is_quantized(x)) {
    const int64_t channels = w.shape[0];
    if (has_packed_weights(x, w)) {
      call.arguments.push_back(KernelData{"scale", DType::f32, weight_scales(x, w, channels)});
    }
  } else {
    call.arguments.push_back(multiplier_data(multipliers));
    call.arguments.push_back(shift_data(multipliers));
    if (x.dtype == DType::s8) {
      call.arguments.push_back(int64_t{x.quant.zero_point[0]});
      call.arguments.push_back(int64_t{y.quant.zero_point[0]});
    }
  }
  call.arguments.push_back(scalar(y.dtype, clamp.low));
  call.arguments.push_back(scalar(y.dtype, clamp.high));
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
