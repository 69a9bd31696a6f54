// SPDX-License-Identifier: Apache-2.0
#include "forms/packed_rows.h"

#include <algorithm>

namespace mote {
namespace {

// A row's words.
void append_row(const ByteProduct& p, int64_t row, int bits, Tensor& elements) {
  const int64_t count = 16 / bits, words = (p.columns + 2 * count - 1) / (2 * count);
  const auto code = [&](int64_t column) {
    if (column >= p.columns) return uint32_t{0};
    const double w = p.weights[static_cast<size_t>(row * p.columns + column)];
    return static_cast<uint32_t>(static_cast<int>(w) + (1 << (bits - 1)));
  };
  uint32_t word = 0;
  for (int64_t pair = 0; pair < words * count; pair++) {
    const bool is_last = pair + 1 == words * count;
    const int64_t i = 2 * pair - pair % 2, other = i + (is_last && pair % 2 == 0 ? 1 : 2);
    const int64_t place = bits * (pair % count);
    word |= code(i) << (16 + place) | code(other) << place;
    if ((pair + 1) % count != 0) continue;
    elements.push_back(word);
    word = 0;
  }
}

}  // namespace

bool fits_bits(const ByteProduct& p, int bits) {
  const double end = 1 << (bits - 1);
  return std::all_of(p.weights.begin(), p.weights.end(),
                     [&](double w) { return w >= -end && w < end; });
}

KernelData packed_words(const ByteProduct& p, int64_t first, int bits) {
  KernelData words{"codes", DType::u32, {}};
  for (int64_t row = first; row < p.rows; row++) append_row(p, row, bits, words.elements);
  return words;
}

std::optional<CompactWeights> pack_rows(Proofs&, const ByteProduct& p) {
  int bits = 2;
  while (bits <= 4 && !fits_bits(p, bits)) bits++;
  if (bits > 4) return std::nullopt;
  const KernelData words = packed_words(p, 0, bits);
  const std::string name = "words_" + std::to_string(bits);
  const auto count = static_cast<double>(words.elements.size());
  const double of_row = count / static_cast<double>(p.rows), alone = p.rows % 2 == 1 ? of_row : 0;
  return CompactWeights{
      {words, int64_t{bits}, static_cast<int64_t>(of_row)},
      {{name, count - alone}, {"alone_" + name, alone}, {"walks", static_cast<double>(p.rows)}},
      16};
}

}  // namespace mote
