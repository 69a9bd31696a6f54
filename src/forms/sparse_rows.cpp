// SPDX-License-Identifier: Apache-2.0
#include "forms/sparse_rows.h"

#include <algorithm>
#include <set>

#include "ops/sparse.h"

namespace mote {
namespace {

constexpr size_t kRun = 255;  // entries of a run that goes on in another
constexpr int64_t kFar = 255, kNear = 15;

struct Entry {
  int64_t place;
  double weight;
};

std::vector<Entry> entries_of(const ByteProduct& p, int64_t row) {
  std::vector<Entry> entries;
  for (int64_t i = 0; i < p.columns; i++) {
    const double weight = p.weights[static_cast<size_t>(row * p.columns + i)];
    if (weight != 0) entries.push_back({i, weight});
  }
  return entries;
}

int64_t kept(const ByteProduct& p) {
  const auto zeros = std::count(p.weights.begin(), p.weights.end(), 0.0);
  return static_cast<int64_t>(p.weights.size()) - zeros;
}

// What takes a byte or less pays a little longer.
bool is_sparse(const ByteProduct& p) {
  return 5 * kept(p) <= 2 * static_cast<int64_t>(p.weights.size());
}

// Zeros where entries are farther apart than a distance can say; the first one's is from `before`.
std::vector<Entry> with_steps(const std::vector<Entry>& entries, int64_t before, int64_t farthest) {
  std::vector<Entry> steps;
  for (const Entry& entry : entries) {
    for (; entry.place - before > farthest; before += farthest) {
      steps.push_back({before + farthest, 0});
    }
    steps.push_back(entry);
    before = entry.place;
  }
  return steps;
}

KernelArgument codes_data(const Tensor& codes) {
  return KernelData{"codes", DType::u8, codes};
}

LoopCounts counts_of(size_t entries, int64_t lists) {
  return {{"entries", static_cast<double>(entries)}, {"lists", static_cast<double>(lists)}};
}

// Two lists of places, of equal steps where one has to step where there is none.
struct Signs {
  std::vector<int64_t> plus, minus;
};

Signs signs_of(const ByteProduct& p, int64_t row) {
  Signs signs;
  for (const Entry& entry : entries_of(p, row)) {
    (entry.weight > 0 ? signs.plus : signs.minus).push_back(entry.place);
  }
  return signs;
}

// Both lists get places in between that take each other away.
void add_steps(Signs& signs) {
  const auto gap_in = [](const std::vector<int64_t>& places) -> int64_t {
    int64_t before = -1;
    for (int64_t place : places) {
      if (place - before > kFar) return before + kFar;
      before = place;
    }
    return -1;
  };
  for (;;) {
    const int64_t place = std::max(gap_in(signs.plus), gap_in(signs.minus));
    if (place < 0) return;
    for (auto* list : {&signs.plus, &signs.minus}) {
      list->insert(std::upper_bound(list->begin(), list->end(), place), place);
    }
  }
}

void append_bytes(const std::vector<int64_t>& places, Tensor& codes, size_t& entries) {
  Tensor bytes;
  int64_t before = -1;
  for (int64_t place : places) {
    bytes.push_back(static_cast<double>(place - before));
    before = place;
  }
  entries += bytes.size();
  append_runs(bytes, 1, codes);
}

void append_halves(const std::vector<int64_t>& places, Tensor& codes, size_t& entries) {
  std::vector<int64_t> halves;
  int64_t before = -1;
  for (int64_t place : places) {
    for (; place - before > kNear; before += kNear) halves.push_back(0);
    halves.push_back(place - before);
    before = place;
  }
  if (halves.size() % 2 != 0) halves.push_back(0);
  Tensor bytes;
  for (size_t i = 0; i < halves.size(); i += 2) {
    bytes.push_back(static_cast<double>(halves[i] * 16 + halves[i + 1]));
  }
  entries += halves.size();
  append_runs(bytes, 1, codes);
}

}  // namespace

void append_runs(const Tensor& bytes, size_t width, Tensor& codes) {
  const size_t count = bytes.size() / width;
  for (size_t at = 0;; at += kRun) {
    const size_t run = std::min(kRun, count - at);
    codes.push_back(static_cast<double>(run));
    codes.insert(codes.end(), bytes.begin() + static_cast<long>(at * width),
                 bytes.begin() + static_cast<long>((at + run) * width));
    if (run < kRun) return;
  }
}

std::optional<CompactWeights> pack_sparse(Proofs&, const ByteProduct& p) {
  const auto elements = static_cast<int64_t>(p.weights.size());
  if (!is_stored_sparse(kept(p), elements)) return std::nullopt;
  Tensor codes;
  size_t entries = 0;
  for (int64_t row = 0; row < p.rows; row++) {
    Tensor bytes;
    int64_t before = 0;
    for (const Entry& entry : with_steps(entries_of(p, row), 0, kFar)) {
      bytes.push_back(static_cast<double>(entry.place - before));
      bytes.push_back(entry.weight < 0 ? entry.weight + 256 : entry.weight);
      before = entry.place;
    }
    entries += bytes.size() / 2;
    append_runs(bytes, 2, codes);
  }
  return CompactWeights{{codes_data(codes)}, counts_of(entries, p.rows)};
}

std::optional<CompactWeights> pack_sparse_table(Proofs&, const ByteProduct& p) {
  if (!is_sparse(p)) return std::nullopt;
  std::set<double> values(p.weights.begin(), p.weights.end());
  values.erase(0);
  if (values.size() > 15) return std::nullopt;
  Tensor table{0}, codes;
  table.insert(table.end(), values.begin(), values.end());
  size_t entries = 0;
  for (int64_t row = 0; row < p.rows; row++) {
    Tensor bytes;
    int64_t before = 0;
    for (const Entry& entry : with_steps(entries_of(p, row), 0, kNear)) {
      const auto at = std::find(table.begin(), table.end(), entry.weight) - table.begin();
      bytes.push_back(static_cast<double>((entry.place - before) * 16 + at));
      before = entry.place;
    }
    entries += bytes.size();
    append_runs(bytes, 1, codes);
  }
  return CompactWeights{{codes_data(codes), KernelData{"values", DType::s8, table}},
                        counts_of(entries, p.rows)};
}

std::optional<CompactWeights> pack_sparse_signs(Proofs&, const ByteProduct& p) {
  if (!is_sparse(p)) return std::nullopt;
  double unit = 0;
  for (double w : p.weights) {
    if (w == 0 || std::abs(w) == unit) continue;
    if (unit != 0) return std::nullopt;
    unit = std::abs(w);
  }
  Tensor halves, bytes;
  size_t half_entries = 0, byte_entries = 0;
  for (int64_t row = 0; row < p.rows; row++) {
    Signs signs = signs_of(p, row);
    for (const auto* list : {&signs.plus, &signs.minus}) append_halves(*list, halves, half_entries);
    add_steps(signs);
    for (const auto* list : {&signs.plus, &signs.minus}) append_bytes(*list, bytes, byte_entries);
  }
  const bool is_half = halves.size() < bytes.size();
  LoopCounts counts{{"lists", static_cast<double>(2 * p.rows)}};
  counts[is_half ? "half_places" : "places"] =
      static_cast<double>(is_half ? half_entries : byte_entries);
  return CompactWeights{{codes_data(is_half ? halves : bytes), int64_t{is_half ? 4 : 8},
                         static_cast<int64_t>(std::max(unit, 1.0))},
                        counts};
}

}  // namespace mote
