// SPDX-License-Identifier: Apache-2.0
#include "forms/code_rows.h"

#include <algorithm>

#include "forms/bit_fields.h"

namespace mote {
namespace {

constexpr int64_t kMostPlaces = 64;

// The places of the ones in groups of `size`; empty when some group has none or several.
std::vector<int64_t> places_in(const std::vector<int64_t>& ones, int64_t columns, int64_t size) {
  std::vector<int64_t> places;
  const auto groups = static_cast<size_t>(columns / size);
  for (size_t i = 0; i < ones.size(); i++) {
    const int64_t column = ones[i] % columns;
    if (column / size != static_cast<int64_t>(i % groups)) return {};
    if (ones[i] / columns != static_cast<int64_t>(i / groups)) return {};
    places.push_back(column % size);
  }
  return places;
}

}  // namespace

std::optional<CompactWeights> pack_codes(Proofs&, const ByteProduct& p) {
  std::vector<int64_t> ones;
  for (size_t i = 0; i < p.weights.size(); i++) {
    if (p.weights[i] != 0 && p.weights[i] != 1) return std::nullopt;
    if (p.weights[i] == 1) ones.push_back(static_cast<int64_t>(i));
  }
  const auto count = static_cast<int64_t>(ones.size());
  if (count == 0 || count % p.rows != 0 || p.columns % (count / p.rows) != 0) return std::nullopt;
  const int64_t groups = count / p.rows, size = p.columns / groups;
  if (size < 2 || size > kMostPlaces) return std::nullopt;
  const auto places = places_in(ones, p.columns, size);
  if (places.empty()) return std::nullopt;
  int bits = 2;
  while (int64_t{1} << bits < size) bits++;
  Tensor codes;
  for (int64_t row = 0; row < p.rows; row++) {
    const auto first = places.begin() + row * groups;
    append_bit_fields({first, first + groups}, bits, codes);
  }
  int64_t across = 0;  // of the rest, what lies in two bytes
  for (int64_t g = groups / 8 * 8; g < groups; g++) across += g * bits % 8 + bits > 8 ? 1 : 0;
  const auto rows = static_cast<double>(p.rows);
  const double rest = rows * static_cast<double>(groups % 8);
  return CompactWeights{{KernelData{"codes", DType::u8, codes}, int64_t{bits}, groups, size},
                        {{bits > 4 ? "wide_codes" : "codes", static_cast<double>(count) - rest},
                         {"rest_codes", rest},
                         {"rest_across", rows * static_cast<double>(across)},
                         {"rest_walks", rest > 0 ? rows : 0},
                         {"walks", rows}}};
}

}  // namespace mote
