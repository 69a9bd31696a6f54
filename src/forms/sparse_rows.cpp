// SPDX-License-Identifier: Apache-2.0
#include "forms/sparse_rows.h"

#include <algorithm>

#include "forms/quads.h"
#include "ops/sparse.h"

namespace mote {
namespace {

constexpr int64_t kFarthest = 255;  // from one entry to the next

// How many entries, then the entries; places too far apart get weights of 0 between them.
void append_row(const Tensor& weights, size_t first, size_t columns, Tensor& codes) {
  const size_t head = codes.size();
  codes.insert(codes.end(), 2, 0);
  int64_t before = 0, entries = 0;
  const auto add = [&](int64_t distance, double weight) {
    codes.push_back(static_cast<double>(distance));
    codes.push_back(weight < 0 ? weight + 256 : weight);
    entries++;
  };
  for (size_t i = 0; i < columns; i++) {
    const double weight = weights[first + i];
    if (weight == 0) continue;
    const auto at = static_cast<int64_t>(i);
    for (; at - before > kFarthest; before += kFarthest) add(kFarthest, 0);
    add(at - before, weight);
    before = at;
  }
  codes[head] = static_cast<double>(entries % 256);
  codes[head + 1] = static_cast<double>(entries / 256);
}

}  // namespace

std::optional<Lowered> lower_sparse(Proofs& proofs, const std::string& kernel, const Node& node,
                                    const ByteProduct& product, int64_t count) {
  const auto zeros = std::count(product.weights.begin(), product.weights.end(), 0.0);
  const auto elements = static_cast<int64_t>(product.weights.size());
  if (!is_stored_sparse(elements - zeros, elements) || product.columns > 65535) return std::nullopt;
  const auto scaled = scale_product(proofs, product);
  if (!scaled) return std::nullopt;
  KernelData codes{"codes", DType::u8, {}}, starts{"starts", DType::s32, scaled->starts};
  for (int64_t row = 0; row < product.rows; row++) {
    const auto first = static_cast<size_t>(row * product.columns);
    append_row(product.weights, first, static_cast<size_t>(product.columns), codes.elements);
    // Sums of int8 as it is, not + 128.
    for (size_t i = 0; i < static_cast<size_t>(product.columns); i++) {
      starts.elements[static_cast<size_t>(row)] += 128 * product.weights[first + i];
    }
  }
  KernelData scales{"scales", DType::u32, {}};
  for (const ByteScale& scale : scaled->scales.rows) {
    scales.elements.insert(scales.elements.end(),
                           {static_cast<double>(scale.v), static_cast<double>(scale.w)});
  }
  Lowered lowered{{kernel, {}}};
  lowered.scales = shares_of(scaled->scales);
  lowered.call.arguments = {node.inputs[0],
                            count,
                            product.columns,
                            codes,
                            starts,
                            scales,
                            int64_t{scaled->scales.rows.size() == 1 ? 0 : 2},
                            product.rows,
                            int64_t{scaled->scales.first_shift + 32 * scaled->scales.second_shift},
                            scalar(DType::s8, product.clamp.low),
                            scalar(DType::s8, product.clamp.high),
                            node.outputs[0]};
  return lowered;
}

}  // namespace mote
