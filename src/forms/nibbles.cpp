// SPDX-License-Identifier: Apache-2.0
#include "forms/nibbles.h"

#include "forms/packed_rows.h"
#include "forms/quads.h"

namespace mote {
namespace {

constexpr int64_t kRows = 8;
// |s_even + 16 s_odd| < 2^23 and |s_even| < 2^19 hold for sums of this many.
constexpr int64_t kSumBound = (int64_t{1} << 23) / 17;

uint32_t start_of(const Tensor& starts, int64_t row) {
  return static_cast<uint32_t>(static_cast<int64_t>(starts[static_cast<size_t>(row)]));
}

// a, b, r, u, v of nibbles.h for eight rows.
void append_starts(const Tensor& starts, int64_t row, Tensor& stream) {
  uint32_t t[4], odd[4];
  for (int64_t i = 0; i < 4; i++) {
    odd[i] = start_of(starts, row + 2 * i + 1);
    t[i] = start_of(starts, row + 2 * i) + (odd[i] << 4);
  }
  for (uint32_t word : {t[0] + (t[1] << 8) + (t[2] << 16) + (t[3] << 24), t[2] + (t[3] << 8),
                        t[3] + (t[2] << 8) + (t[1] << 16) + (t[0] << 24), odd[0] + (odd[2] << 16),
                        odd[1] + (odd[3] << 16)}) {
    stream.push_back(word);
  }
}

uint32_t word_of(const ByteProduct& p, int64_t row, int64_t column) {
  uint32_t word = 0;
  for (int64_t j = 0; j < kRows && column < p.columns; j++) {
    const double w = p.weights[static_cast<size_t>((row + j) * p.columns + column)];
    word |= static_cast<uint32_t>(static_cast<int>(w) + 8) << (4 * j);
  }
  return word;
}

ByteProduct first_rows(const ByteProduct& p, int64_t rows) {
  ByteProduct first = p;
  const auto count = static_cast<size_t>(rows);
  first.rows = rows;
  first.weights.resize(count * static_cast<size_t>(p.columns));
  first.bias.resize(count);
  first.by.resize(count);
  return first;
}

// Of a multiple of eight rows.
std::optional<Quads> pack_blocks(Proofs& proofs, const ByteProduct& p) {
  const auto scaled = scale_product(proofs, p);
  auto quads = pack_quads(proofs, p);
  if (!scaled || !quads) return std::nullopt;
  for (int64_t row = 0; row < p.rows; row++) {
    const SumRange range = moved_range(p, *scaled, row);
    if (range.least <= -kSumBound || range.most >= kSumBound) return std::nullopt;
  }
  Tensor& stream = quads->stream.elements;
  stream.clear();
  quads->stream.name = "nibbles";
  for (int64_t row = 0; row < p.rows; row += kRows) {
    append_starts(scaled->starts, row, stream);
    for (int64_t i = 0; i < (p.columns + 1) / 2 * 2; i++) stream.push_back(word_of(p, row, i));
  }
  return quads;
}

}  // namespace

std::optional<CompactWeights> pack_nibbles(Proofs& proofs, const ByteProduct& p) {
  const int64_t rest = p.rows % kRows, in_blocks = p.rows - rest;
  if (!fits_bits(p, 4) || in_blocks == 0) return std::nullopt;
  const auto blocks = pack_blocks(proofs, first_rows(p, in_blocks));
  if (!blocks) return std::nullopt;
  KernelArgument words = int64_t{0};
  LoopCounts counts{{"nibble_macs", static_cast<double>(in_blocks * ((p.columns + 1) / 2 * 2))},
                    {"nibble_outputs", static_cast<double>(in_blocks)}};
  if (rest != 0) {
    const KernelData data = packed_words(p, in_blocks, 4);
    counts["words_4"] = static_cast<double>(data.elements.size());
    counts["walks"] = static_cast<double>(rest);
    words = data;
  }
  return CompactWeights{
      {blocks->stream, blocks->scales, blocks->is_shared, blocks->shifts, rest, words},
      counts,
      rest == 0 ? 0 : 16,
      in_blocks,
      blocks->shares};
}

}  // namespace mote
