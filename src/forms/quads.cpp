// SPDX-License-Identifier: Apache-2.0
#include "forms/quads.h"

#include <algorithm>

#include "forms/byte_rows.h"

namespace mote {
namespace {

constexpr int kSumBits = 24;

uint32_t quad_of(const ByteProduct& p, int64_t first_row, int64_t column) {
  uint32_t quad = 0;
  if (column >= p.columns) return quad;
  for (int64_t j = 0; j < 4; j++) {
    const int64_t row = first_row + j;
    const double w = row < p.rows ? p.weights[static_cast<size_t>(row * p.columns + column)] : 0.0;
    quad |= static_cast<uint32_t>(static_cast<int>(w) + 128) << (8 * j);
  }
  return quad;
}

void append_starts(const std::vector<uint32_t>& starts, int64_t row, Tensor& stream) {
  uint32_t s[4] = {0, 0, 0, 0};
  for (size_t j = 0; j < 4 && static_cast<size_t>(row) + j < starts.size(); j++) {
    s[j] = starts[static_cast<size_t>(row) + j];
  }
  for (uint32_t word : {s[0] + (s[1] << 8) + (s[2] << 16) + (s[3] << 24), s[2] + (s[3] << 8),
                        s[3] + (s[2] << 8) + (s[1] << 16) + (s[0] << 24)}) {
    stream.push_back(word);
  }
}

KernelData stream_of(const ByteProduct& p, const Tensor& row_starts) {
  KernelData data{"quads", DType::u32, {}};
  std::vector<uint32_t> starts;
  for (double start : row_starts) {
    starts.push_back(static_cast<uint32_t>(static_cast<int64_t>(start)));
  }
  const int64_t columns = (p.columns + 1) / 2 * 2;
  for (int64_t row = 0; row < p.rows; row += 8) {
    const int64_t quads = p.rows - row > 4 ? 2 : 1;
    for (int64_t q = 0; q < quads; q++) append_starts(starts, row + 4 * q, data.elements);
    for (int64_t i = 0; i < columns; i++) {
      for (int64_t q = 0; q < quads; q++) data.elements.push_back(quad_of(p, row + 4 * q, i));
    }
  }
  return data;
}

// One row that has all sums of all rows, when they are scaled alike.
std::vector<ByteRow> merged(std::vector<ByteRow> rows) {
  ByteRow all = rows[0];
  for (const ByteRow& row : rows) {
    if (row.by.multiplier != all.by.multiplier || row.by.shift != all.by.shift) return rows;
    all.least = std::min(all.least, row.least);
    all.most = std::max(all.most, row.most);
  }
  return {all};
}

}  // namespace

ByteRow row_of(const ByteProduct& p, int64_t row) {
  const auto o = static_cast<size_t>(row);
  const double from = static_cast<double>(-128 - p.x_zero), to = from + 255;
  double least = p.bias[o], most = p.bias[o];
  for (int64_t i = 0; i < p.columns; i++) {
    const double w = p.weights[static_cast<size_t>(row * p.columns + i)];
    least += std::min(w * from, w * to);
    most += std::max(w * from, w * to);
  }
  return {static_cast<int64_t>(least), static_cast<int64_t>(most),
          p.by.empty() ? FixedPoint{} : p.by[o], p.y_zero - static_cast<int64_t>(p.clamp.low)};
}

int64_t start_of(const ByteProduct& p, int64_t row) {
  double sum = p.bias[static_cast<size_t>(row)];
  for (int64_t i = 0; i < p.columns; i++) {
    const double w = p.weights[static_cast<size_t>(row * p.columns + i)];
    sum -= w * static_cast<double>(p.x_zero + 128);
  }
  return static_cast<int64_t>(sum);
}

std::optional<ScaledProduct> scale_product(Proofs& proofs, const ByteProduct& p) {
  std::vector<ByteRow> rows;
  ScaledProduct scaled;
  for (int64_t row = 0; row < p.rows; row++) {
    rows.push_back(row_of(p, row));
    scaled.starts.push_back(static_cast<double>(start_of(p, row) + settle(rows.back())));
  }
  rows = merged(std::move(rows));
  const auto& scales = byte_scales(proofs, rows, kSumBits);
  if (!scales) return std::nullopt;
  scaled.scales = *scales;
  for (size_t row = 0; row < scaled.starts.size(); row++) {
    scaled.starts[row] += static_cast<double>(scales->rows[rows.size() == 1 ? 0 : row].start);
  }
  return scaled;
}

SumRange moved_range(const ByteProduct& p, const ScaledProduct& scaled, int64_t row) {
  const ByteRow own = row_of(p, row);
  const int64_t moved =
      static_cast<int64_t>(scaled.starts[static_cast<size_t>(row)]) - start_of(p, row);
  return {own.least + moved, own.most + moved};
}

std::optional<Quads> pack_quads(Proofs& proofs, const ByteProduct& p) {
  const auto scaled = scale_product(proofs, p);
  if (!scaled) return std::nullopt;
  const std::vector<ByteScale>& rows = scaled->scales.rows;
  const bool is_shared = rows.size() == 1;
  Quads quads{stream_of(p, scaled->starts),
              {"scales", DType::u32, {}},
              is_shared ? 1 + (rows[0].v >> 31 == 0 ? 1 : 0) : 0,
              scaled->scales.first_shift + 32 * scaled->scales.second_shift,
              shares_of(scaled->scales)};
  const size_t count = is_shared ? 4 : (static_cast<size_t>(p.rows) + 3) / 4 * 4;
  for (size_t i = 0; i < count; i++) {
    const size_t row = is_shared ? 0 : i;
    const ByteScale scale = row < rows.size() ? rows[row] : ByteScale{};
    quads.scales.elements.push_back(scale.v);
    quads.scales.elements.push_back(scale.w);
  }
  return quads;
}

std::optional<KernelData> pack_quads_of_sums(const ByteProduct& p) {
  constexpr int64_t bound = int64_t{1} << (kSumBits - 1);
  Tensor starts;
  for (int64_t row = 0; row < p.rows; row++) {
    const ByteRow range = row_of(p, row);
    if (range.least < -bound || range.most >= bound) return std::nullopt;
    starts.push_back(static_cast<double>(start_of(p, row)));
  }
  return stream_of(p, starts);
}

}  // namespace mote
