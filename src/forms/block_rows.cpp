// SPDX-License-Identifier: Apache-2.0
#include "forms/block_rows.h"

#include <algorithm>
#include <cmath>

#include "forms/sparse_rows.h"

namespace mote {
namespace {

constexpr int64_t kRows = 4, kFar = 255;

double weight_at(const ByteProduct& p, int64_t row, int64_t column) {
  return row < p.rows ? p.weights[static_cast<size_t>(row * p.columns + column)] : 0.0;
}

bool is_place(const ByteProduct& p, int64_t row, int64_t column) {
  for (int64_t j = 0; j < kRows; j++) {
    if (weight_at(p, row + j, column) != 0) return true;
  }
  return false;
}

uint32_t quad_at(const ByteProduct& p, int64_t row, int64_t column) {
  uint32_t quad = 0;
  for (int64_t j = 0; j < kRows; j++) {
    quad |= static_cast<uint32_t>(static_cast<int>(weight_at(p, row + j, column)) + 128) << (8 * j);
  }
  return quad;
}

// Sums of x of 8 bits have less than 24.
bool is_narrow(const ByteProduct& p) {
  for (int64_t row = 0; row < p.rows; row++) {
    double most = 0;
    for (int64_t i = 0; i < p.columns; i++) most += 255 * std::abs(weight_at(p, row, i));
    if (most >= double{1 << 23}) return false;
  }
  return true;
}

}  // namespace

std::optional<CompactWeights> pack_row_blocks(Proofs&, const ByteProduct& p) {
  KernelData codes{"codes", DType::u8, {}}, quads{"quads", DType::u32, {}};
  constexpr uint32_t nothing = 0x80808080;
  for (int64_t row = 0; row < p.rows; row += kRows) {
    Tensor distances;
    int64_t before = 0;
    for (int64_t i = 0; i < p.columns; i++) {
      if (!is_place(p, row, i)) continue;
      for (; i - before > kFar; before += kFar) {
        distances.push_back(double{kFar});
        quads.elements.push_back(nothing);
      }
      distances.push_back(static_cast<double>(i - before));
      quads.elements.push_back(quad_at(p, row, i));
      before = i;
    }
    append_runs(distances, 1, codes.elements);
  }
  const size_t places = quads.elements.size();
  if (5 * places >= p.weights.size() || !is_narrow(p)) return std::nullopt;
  return CompactWeights{{codes, quads},
                        {{"block_places", static_cast<double>(places)},
                         {"blocks", static_cast<double>((p.rows + kRows - 1) / kRows)}}};
}

}  // namespace mote
