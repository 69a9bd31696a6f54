// SPDX-License-Identifier: Apache-2.0
// Few weights stay, chosen and set so that the layer's outputs change least: anywhere, so many of
// each few neighbors in a row (so that distances between them stay short), or in the same places of
// four rows (which some kernels take at once).
#include <fmt/format.h>

#include "compress/compressor.h"
#include "compress/sparse_fit.h"

namespace mote {
namespace {

constexpr int64_t kBlockRows = 4;
constexpr double kMostWork = 2e10;  // products that choosing may take: seconds

Pattern pattern_of(int64_t rows, int64_t columns, const Setting& setting) {
  if (setting.group == 0) return {setting.count, setting.size};
  const int64_t rest = std::min(setting.count, columns % setting.group);
  const int64_t each = columns / setting.group * setting.count + rest;
  return {rows * each, 1, setting.count, setting.group};
}

bool is_quick(const Layer& layer, const Pattern& pattern) {
  const auto entries = static_cast<double>(pattern.count), rows = static_cast<double>(layer.rows);
  const double work = entries * entries / rows * static_cast<double>(layer.columns);
  return work <= kMostWork * static_cast<double>(pattern.rows);
}

void add(const Layer& layer, Setting setting, std::vector<Setting>& found) {
  const Pattern pattern = pattern_of(layer.rows, layer.columns, setting);
  const bool is_much = pattern.count >= std::max<int64_t>(layer.rows / 2, 4 * pattern.rows);
  if (is_much && is_quick(layer, pattern)) found.push_back(setting);
}

std::vector<Setting> settings(const Layer& layer) {
  std::vector<Setting> found;
  const auto kept = [&](double share) {
    return static_cast<int64_t>(share * static_cast<double>(layer.rows * layer.columns));
  };
  // A weight of 8 bits takes two bytes, its distance included: one of 4 and another do more.
  for (const double share : {0.30, 0.20, 0.14, 0.09, 0.06, 0.04, 0.025}) {
    add(layer, {fmt::format("{:g} % kept, 4 bits", 100 * share), 1, kept(share), 4}, found);
  }
  for (const auto& [most, group] : {std::pair(1, 4), {2, 16}, {1, 16}}) {
    const std::string text = fmt::format("{} of {} kept, 4 bits", most, group);
    add(layer, {text, 1, most, 4, false, group}, found);
  }
  if (layer.rows < kBlockRows) return found;
  for (const double share : {0.20, 0.09, 0.04}) {
    const std::string text =
        fmt::format("{:g} % kept in blocks of {}, 8 bits", 100 * share, kBlockRows);
    add(layer, {text, kBlockRows, kept(share), 8}, found);
  }
  return found;
}

Factors make(const Matrix& w, const Moment& x, const Setting& setting) {
  const Matrix seen = w * x.covariance;
  const Places places = best_places(seen, x.covariance, pattern_of(w.rows(), w.cols(), setting));
  return {sparse_fit(seen, x.covariance, places, setting.bits)};
}

}  // namespace

extern const CompressorDef compressor_prune = {
    .name = "prune",
    .summary = "weights that matter least become zero, the others make up for it",
    .settings = settings,
    .make = make,
};

}  // namespace mote
