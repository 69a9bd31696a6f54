// SPDX-License-Identifier: Apache-2.0
#include "ops/gate_table.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/error.h"

namespace mote {
namespace {

std::array<uint16_t, 256> make_table() {
  const auto sigmoid = [](double x) { return 65536 / (1 + std::exp(-x / 24)); };
  std::array<uint16_t, 256> table{};
  for (size_t i = 0; i < table.size(); i++) {
    const auto x = static_cast<double>(i);
    const double chord = (sigmoid(x) + sigmoid(x + 1)) / 2;
    const double raised = sigmoid(x) + (sigmoid(x + 0.5) - chord) / 2;
    table[i] = static_cast<uint16_t>(std::floor(raised + 0.5));
  }
  table.back() = 65535;
  return table;
}

// The table at |x| / 2^bits, times 2^bits; `end` beyond it.
int64_t look_up(int32_t x, int bits, int64_t end) {
  const uint32_t magnitude = static_cast<uint32_t>(std::abs(int64_t{x}));
  const uint32_t entry = magnitude >> bits;
  if (entry >= 255) return end << bits;
  const std::array<uint16_t, 256>& table = gate_table();
  const int64_t rest = magnitude & ((1u << bits) - 1);
  return (int64_t{table[entry]} << bits) + rest * (table[entry + 1] - table[entry]);
}

int32_t scaled_by(int32_t x, GateScale scale) {
  const int32_t half = scale.shift > 0 ? 1 << (scale.shift - 1) : 0;
  return static_cast<int32_t>((int64_t{x} * scale.factor + half) >> scale.shift);
}

}  // namespace

const std::array<uint16_t, 256>& gate_table() {
  static const std::array<uint16_t, 256> table = make_table();
  return table;
}

GateScale gate_scale(double step) {
  int exponent = 0;
  const bool is_power = std::frexp(step, &exponent) == 0.5;
  const int left = exponent - 1 + 12;
  // Wider arguments would leave 32 bits, narrower ones nothing.
  if (!is_power || left > 13 || left < -15) {
    throw Error(ErrorCode::unsupported_type, "",
                "the cell state's scale is no power of two from 2^-27 to 2");
  }
  return left >= 0 ? GateScale{3 << left, 0} : GateScale{3, -left};
}

std::optional<GateScale> rough_gate_scale(double step) {
  double factor = step * 4096 * 3;
  if (!(factor < 32768)) return {};
  GateScale scale{0, 0};
  for (; factor <= 32767.0 / 2 && scale.shift <= 30; scale.shift++) factor *= 2;
  scale.factor = static_cast<int32_t>(factor);
  return scale;
}

int32_t gate_sigmoid(int32_t x, GateScale scale) {
  const int32_t scaled = scaled_by(x, scale);
  const int64_t at = look_up(scaled, 9, 0x7fff * 2);
  const int64_t result = scaled >= 0 ? at + (1 << 9) : (1 << 25) - at + (1 << 9) - 1;
  return static_cast<int32_t>(result >> 10);
}

int32_t gate_tanh(int32_t x, GateScale scale) {
  const int32_t scaled = scaled_by(x, scale);
  const int64_t at = look_up(scaled, 8, 0xffff);
  const int64_t from_half = at - (1 << 23);
  const int64_t result = scaled >= 0 ? from_half + (1 << 7) : -from_half + (1 << 7) - 1;
  return static_cast<int32_t>(result >> 8);
}

}  // namespace mote
