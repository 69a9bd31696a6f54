// SPDX-License-Identifier: Apache-2.0
#include "forms/packed_rows.h"

#include <algorithm>

namespace mote {
namespace {

uint32_t word_of(const ByteProduct& p, int64_t row, int64_t first, int bits) {
  const int64_t count = 16 / bits, step = bits == 3 ? 1 : 2;
  const auto code = [&](int64_t column) {
    if (column >= p.columns) return uint32_t{0};
    const double w = p.weights[static_cast<size_t>(row * p.columns + column)];
    return static_cast<uint32_t>(static_cast<int>(w) + (1 << (bits - 1)));
  };
  uint32_t word = 0;
  for (int64_t k = 0; k < count; k++) {
    const int64_t i = first + 2 * k - (bits == 3 ? 0 : k & 1);
    word |= code(i) << (16 + bits * k) | code(i + step) << (bits * k);
  }
  return word;
}

}  // namespace

bool fits_bits(const ByteProduct& p, int bits) {
  const double end = 1 << (bits - 1);
  return std::all_of(p.weights.begin(), p.weights.end(),
                     [&](double w) { return w >= -end && w < end; });
}

KernelData packed_words(const ByteProduct& p, int64_t first, int bits) {
  KernelData words{"codes", DType::u32, {}};
  for (int64_t row = first; row < p.rows; row++) {
    for (int64_t i = 0; i < p.columns; i += 2 * (16 / bits)) {
      words.elements.push_back(word_of(p, row, i, bits));
    }
  }
  return words;
}

std::optional<CompactWeights> pack_rows(Proofs&, const ByteProduct& p) {
  int bits = 2;
  while (bits <= 4 && !fits_bits(p, bits)) bits++;
  if (bits > 4) return std::nullopt;
  const KernelData words = packed_words(p, 0, bits);
  const std::string count = "words_" + std::to_string(bits);
  return CompactWeights{
      {words, int64_t{bits}, static_cast<int64_t>(words.elements.size()) / p.rows},
      {{count, static_cast<double>(words.elements.size())}, {"walks", static_cast<double>(p.rows)}},
      16};
}

}  // namespace mote
