// SPDX-License-Identifier: Apache-2.0
// The smallest weights become zero and the others stay what they are, to compare with.
#include <fmt/format.h>

#include <algorithm>

#include "compress/compressor.h"
#include "compress/rounding.h"

namespace mote {
namespace {

std::vector<Setting> settings(const Layer& layer) {
  std::vector<Setting> found;
  for (const double share : {0.30, 0.20, 0.14, 0.09, 0.06, 0.04, 0.025}) {
    const double elements = static_cast<double>(layer.rows * layer.columns);
    const auto count = static_cast<int64_t>(share * elements);
    if (count < std::max<int64_t>(layer.rows / 2, 4)) break;
    found.push_back({fmt::format("{:g} % kept, 4 bits", 100 * share), 1, count, 4});
  }
  return found;
}

Factors make(const Matrix& w, const Moment&, const Setting& setting) {
  std::vector<double> sizes;
  for (const double weight : w.reshaped()) sizes.push_back(std::abs(weight));
  const auto last = sizes.begin() + setting.count - 1;
  std::nth_element(sizes.begin(), last, sizes.end(), std::greater<>());
  return {rounded_sparse((w.array().abs() >= *last).select(w, 0), setting.bits)};
}

}  // namespace

extern const CompressorDef compressor_prune_magnitude = {
    .name = "prune_magnitude",
    .summary = "the smallest weights become zero, whatever the layer reads",
    .is_baseline = true,
    .settings = settings,
    .make = make,
};

}  // namespace mote
