// SPDX-License-Identifier: Apache-2.0
// What weights take on a device, in whichever way is the smallest of those that forms/ has.
#include <algorithm>
#include <cmath>

#include "compress/layer.h"
#include "ops/sparse.h"

namespace mote {
namespace {

constexpr double kRowBytes = 7;  // start, scale

double bits_for(double numbers) {
  return std::ceil(std::log2(std::max(numbers, 1.0)));
}

double weight_bits(const Factor& factor) {
  return factor.steps.size() == 0 ? 8 : bits_for(2 * limit_of(factor) + 1);
}

// Of the lists of places where each `rows` neighboring rows have weights, with those in between
// where the next one is farther than a distance says: entries, and bytes that count them.
struct Lists {
  int64_t entries = 0, bytes = 0;
};

Lists lists_of(const Matrix& w, int64_t rows, int64_t farthest) {
  constexpr int64_t longest = 255;
  Lists lists;
  for (Eigen::Index row = 0; row < w.rows(); row += rows) {
    const auto band = w.middleRows(row, std::min<Eigen::Index>(rows, w.rows() - row));
    int64_t entries = 0, before = 0;
    for (Eigen::Index i = 0; i < w.cols(); i++) {
      if (!band.col(i).any()) continue;
      entries += 1 + std::max<int64_t>(i - before - 1, 0) / farthest;
      before = i;
    }
    lists.entries += entries;
    lists.bytes += 1 + entries / longest;
  }
  return lists;
}

// A byte for a distance and one for a weight; four bits for either, which picks one of 15 weights;
// a distance and the weights of four rows.
double sparse_bytes(const Factor& factor) {
  constexpr int64_t far = 255, near = 15, block = 4, table = 16;
  const Matrix& w = factor.w;
  const int64_t kept = (w.array() != 0).count(), elements = w.size();
  int64_t least = elements;
  if (is_stored_sparse(kept, elements)) {
    const Lists lists = lists_of(w, 1, far);
    least = std::min(least, 2 * lists.entries + lists.bytes);
  }
  if (5 * kept <= 2 * elements && weight_bits(factor) <= 4) {
    const Lists lists = lists_of(w, 1, near);
    least = std::min(least, lists.entries + lists.bytes + table);
  }
  const Lists blocks = lists_of(w, block, far);
  if ((1 + block) * blocks.entries < elements) {
    least = std::min(least, (1 + block) * blocks.entries + blocks.bytes);
  }
  return static_cast<double>(least);
}

double factor_bytes(const Factor& factor) {
  const double dense = static_cast<double>(factor.w.size()) * weight_bits(factor) / 8;
  return kRowBytes * static_cast<double>(factor.w.rows()) + std::min(dense, sparse_bytes(factor));
}

// Whether each row is made of one row of the code-book for each part.
bool is_picking(const Factors& factors) {
  const Matrix& w = factors.outer.w;
  return factors.parts > 1 && (w.array() == 0 || w.array() == 1).all() &&
         (w.array() != 0).count() == w.rows() * factors.parts;
}

}  // namespace

double stored_bytes(const Factors& factors) {
  if (factors.inner.w.size() == 0) return factor_bytes(factors.outer);
  const double rest = factors.rest.w.size() > 0 ? factor_bytes(factors.rest) : 0;
  if (!is_picking(factors)) return factor_bytes(factors.outer) + factor_bytes(factors.inner) + rest;
  const auto codes = static_cast<double>(factors.outer.w.rows() * factors.parts);
  return codes * bits_for(static_cast<double>(factors.inner.w.rows())) / 8 +
         kRowBytes * static_cast<double>(factors.outer.w.rows()) + factor_bytes(factors.inner);
}

}  // namespace mote
