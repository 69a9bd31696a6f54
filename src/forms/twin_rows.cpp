// SPDX-License-Identifier: Apache-2.0
#include "forms/twin_rows.h"

#include <algorithm>

#include "forms/packed_rows.h"

namespace mote {
namespace {

constexpr int64_t kRows = 8;
// Of fully connected layers, whose vector takes four times its bytes.
constexpr int64_t kFewColumns = 128;

// The codes of eight rows for one input, the first row in the lowest bits.
uint32_t codes_of(const ByteProduct& p, int64_t first, int64_t column, int bits) {
  uint32_t codes = 0;
  for (int64_t row = first; row < first + kRows; row++) {
    if (row >= p.rows || column >= p.columns) break;
    const double w = p.weights[static_cast<size_t>(row * p.columns + column)];
    codes |= static_cast<uint32_t>(static_cast<int>(w) + (1 << (bits - 1)))
             << (bits * static_cast<int>(row - first));
  }
  return codes;
}

void append_words(const ByteProduct& p, int64_t first, int bits, Tensor& words) {
  const auto codes = [&](int64_t column) { return codes_of(p, first, column, bits); };
  const int64_t step = bits == 2 ? 2 : bits == 3 ? 4 : 1;
  for (int64_t i = 0; i < p.columns; i += step) {
    if (bits == 2) words.push_back(codes(i) << 16 | codes(i + 1));
    if (bits == 4) words.push_back(codes(i));
    for (int k = 0; bits == 3 && k < 3; k++) {
      words.push_back(codes(i + k) << 8 | (codes(i + 3) >> (8 * k) & 255u));
    }
  }
  if (bits == 4 && p.columns % 2 != 0) words.push_back(0);
}

struct TwinWords {
  KernelData words{"codes", DType::u32, {}};
  int bits = 2;
  int64_t blocks = 0, inputs = 0;  // of eight rows; of each of them, rounded up
};

int64_t words_of(int bits, int64_t inputs) {
  return inputs * bits / 4;
}

std::optional<TwinWords> twin_words(const ByteProduct& p) {
  TwinWords twins;
  while (twins.bits <= 4 && !fits_bits(p, twins.bits)) twins.bits++;
  if (twins.bits > 4) return std::nullopt;
  for (int64_t row = 0; row < p.rows; row += kRows, twins.blocks++) {
    append_words(p, row, twins.bits, twins.words.elements);
  }
  const int64_t step = twins.bits == 3 ? 4 : 2;
  twins.inputs = (p.columns + step - 1) / step * step;
  return twins;
}

// What both kernels take of the weights; `name` begins what is counted of blocks and rows.
CompactWeights compact(const ByteProduct& p, const TwinWords& twins, const std::string& name,
                       int64_t parts) {
  const auto macs = static_cast<double>(kRows * twins.blocks * twins.inputs);
  CompactWeights weights{{twins.words, int64_t{twins.bits}, words_of(twins.bits, twins.inputs)},
                         {{twins.bits == 3 ? "twin_macs_3" : "twin_macs", macs},
                          {name + "_walks", static_cast<double>(twins.blocks * parts)},
                          {name + "_rows", static_cast<double>(p.rows)}},
                         4 * twins.inputs - (p.columns + 3) / 4 * 4};
  weights.at_once = 2;
  return weights;
}

// Whether each row's sum of products with bytes has 16 bits in parts of so many inputs.
bool have_short_parts(const ByteProduct& p, int64_t inputs) {
  constexpr double most = 32767.0 / 255;
  for (int64_t row = 0; row < p.rows; row++) {
    double low = 0, high = 0;
    for (int64_t i = 0; i < p.columns; i++) {
      if (i % inputs == 0) low = high = 0;
      const double w = p.weights[static_cast<size_t>(row * p.columns + i)];
      low += std::min(w, 0.0);
      high += std::max(w, 0.0);
      if (low < -most || high > most) return false;
    }
  }
  return true;
}

}  // namespace

std::optional<CompactWeights> pack_twins(Proofs&, const ByteProduct& p) {
  const auto twins = twin_words(p);
  if (!twins) return std::nullopt;
  CompactWeights weights = compact(p, *twins, "twin", 1);
  weights.sum_bits = 16;
  return weights;
}

std::optional<CompactWeights> pack_few_twins(Proofs& proofs, const ByteProduct& p) {
  if (p.columns > kFewColumns) return std::nullopt;
  return pack_twins(proofs, p);
}

std::optional<CompactWeights> pack_twin_parts(Proofs&, const ByteProduct& p) {
  const auto twins = twin_words(p);
  if (!twins) return std::nullopt;
  int64_t parts = 1, inputs = (p.columns + 3) / 4 * 4;
  while (!have_short_parts(p, inputs)) {
    parts++;
    inputs = ((p.columns + parts - 1) / parts + 3) / 4 * 4;
  }
  parts = (p.columns + inputs - 1) / inputs;
  CompactWeights weights = compact(p, *twins, "part", parts);
  weights.arguments.push_back(words_of(twins->bits, inputs));
  weights.read_behind += 4 * parts;
  return weights;
}

}  // namespace mote
