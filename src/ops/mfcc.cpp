// SPDX-License-Identifier: Apache-2.0
#include "ops/mfcc.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/error.h"

namespace mote {
namespace {

double mel(double hz) {
  return 1127 * std::log(1 + hz / 700);
}

}  // namespace

int64_t MfccSettings::fft() const {
  int64_t size = 8;
  while (size < window) size *= 2;
  return size;
}

MfccSettings mfcc_settings(const Node& node) {
  MfccSettings s;
  for (const auto& [name, value] :
       {std::pair("rate", &s.rate), std::pair("window", &s.window), std::pair("hop", &s.hop),
        std::pair("low", &s.low), std::pair("high", &s.high), std::pair("bands", &s.bands),
        std::pair("coefficients", &s.coefficients), std::pair("linear", &s.linear)}) {
    *value = node.integer(name, *value);
  }
  const auto fail = [](const std::string& what) { throw Error(ErrorCode::bad_model, "", what); };
  if (s.window < 8 || s.window > 2048 || s.window % 2 != 0 || s.hop < 1) {
    fail(fmt::format("windows of {} samples, one every {}: expected an even number of 8 to 2048",
                     s.window, s.hop));
  }
  if (s.low < 0 || s.high <= s.low || 2 * s.high > s.rate) {
    fail(fmt::format("bands from {} to {} Hz of a signal of {} Hz", s.low, s.high, s.rate));
  }
  if (s.bands < 1 || s.bands > 128 || s.coefficients < 0 || s.coefficients > s.bands) {
    fail(fmt::format("{} coefficients of {} bands", s.coefficients, s.bands));
  }
  return s;
}

MfccTables mfcc_tables(const MfccSettings& s) {
  constexpr double one_15 = 32768, one_14 = 16384, one_12 = 4096, one_8 = 256, one_11 = 2048;
  constexpr double none = 255;
  MfccTables tables;
  const int64_t fft = s.fft();
  for (int64_t i = 0; i <= s.window / 2; i++) {
    const double angle =
        2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(s.window);
    tables.window.push_back(std::min(32767.0, std::round(one_15 * (0.5 - 0.5 * std::cos(angle)))));
  }
  const auto scaled = [&](double hz) { return s.linear != 0 ? hz : mel(hz); };
  const double first = scaled(static_cast<double>(s.low));
  const double width =
      (scaled(static_cast<double>(s.high)) - first) / static_cast<double>(s.bands + 1);
  for (int64_t k = 0; k <= fft / 2; k++) {
    const double turn = static_cast<double>(k) / static_cast<double>(fft);
    tables.cosines.push_back(std::round(one_14 * std::cos(2 * std::numbers::pi * turn)));
    const double place = (scaled(turn * static_cast<double>(s.rate)) - first) / width;
    const bool is_inside = k > 0 && place >= 0 && place < static_cast<double>(s.bands + 1);
    tables.band.push_back(is_inside ? std::floor(place) : none);
    tables.rising.push_back(is_inside ? std::round(one_8 * (place - std::floor(place))) : 0);
  }
  for (int i = 0; i <= 64; i++) {
    tables.logarithm.push_back(std::round(one_12 * std::log2(1 + i / 64.0)));
  }
  for (int64_t c = 0; c < s.coefficients; c++) {
    for (int64_t b = 0; b < s.bands; b++) {
      const double angle = std::numbers::pi * static_cast<double>(c) *
                           (static_cast<double>(b) + 0.5) / static_cast<double>(s.bands);
      tables.cosine.push_back(std::round(one_11 * std::cos(angle)));
    }
  }
  // No amplitude is larger than that; a band's sum of them, and the floor beside it, has 32 bits.
  constexpr double most = 4 * 46341, floor = 0x1p21;
  Tensor sums(static_cast<size_t>(s.bands) + 2, 0);
  for (size_t k = 0; k < tables.band.size(); k++) {
    if (tables.band[k] == none) continue;
    const auto b = static_cast<size_t>(tables.band[k]);
    sums[b + 1] += tables.rising[k];
    sums[b] += one_8 - tables.rising[k];
  }
  for (const double sum : sums) {
    if (sum * most < 0x1p32 - floor) continue;
    throw Error(ErrorCode::bad_model, "", "a band is too wide for sums of 32 bits");
  }
  return tables;
}

double mfcc_unit(const MfccSettings& s) {
  const double logarithm = std::numbers::ln2 / 256;
  if (s.coefficients == 0) return logarithm;
  return logarithm / 2048 * 2 / std::sqrt(2 * static_cast<double>(s.bands));
}

}  // namespace mote
