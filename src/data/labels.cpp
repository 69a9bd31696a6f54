// SPDX-License-Identifier: Apache-2.0
#include "data/labels.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "base/error.h"

namespace mote {
namespace {

constexpr size_t kMostClasses = 1000;  // more distinct numbers are measurements, not classes

std::string expected(const std::vector<int32_t>& ids) {
  if (ids.empty()) return "there are no classes";
  const bool is_range = ids.back() - ids.front() + 1 == static_cast<int32_t>(ids.size());
  if (is_range) return fmt::format("expected {} to {}", ids.front(), ids.back());
  return fmt::format("expected one of {}", fmt::join(ids, ", "));
}

void check_split(const Split& split, const std::vector<int32_t>& ids) {
  for (size_t i = 0; i < split.y.size(); i++) {
    if (std::binary_search(ids.begin(), ids.end(), split.y[i])) continue;
    const std::string& file = split.origin.y_file;
    const bool by_line = split.origin.line_per_sample;
    throw Error(
        ErrorCode::bad_value, by_line ? fmt::format("{}:{}", file, i + 1) : file,
        fmt::format("label {} of sample {} is out of range, {}", split.y[i], i, expected(ids)),
        "the classes are those of the label file, or else those of the training samples");
  }
}

}  // namespace

void check_labels(const Dataset& dataset, const std::vector<int32_t>& ids) {
  check_split(dataset.train, ids);
  check_split(dataset.test, ids);
}

void index_labels(Dataset& dataset, const std::vector<int32_t>& ids) {
  check_labels(dataset, ids);
  for (Split* split : {&dataset.train, &dataset.test}) {
    for (int32_t& label : split->y) {
      const auto found = std::lower_bound(ids.begin(), ids.end(), label);
      label = static_cast<int32_t>(found - ids.begin());
    }
  }
}

void number_classes(Dataset& dataset) {
  const std::set<int32_t> distinct(dataset.train.y.begin(), dataset.train.y.end());
  if (distinct.size() > kMostClasses) {
    throw Error(ErrorCode::bad_data, dataset.train.origin.y_file,
                fmt::format("{} different labels, expected at most {} classes", distinct.size(),
                            kMostClasses),
                "mote learns classes, not measurements: labels count the classes from 0");
  }
  std::vector<int32_t> ids(distinct.lower_bound(0), distinct.end());
  if (dataset.train.y.empty()) return;
  index_labels(dataset, ids);
  for (int32_t id : ids) dataset.classes.push_back(std::to_string(id));
}

std::vector<int32_t> first_ids(size_t count) {
  std::vector<int32_t> ids(count);
  std::iota(ids.begin(), ids.end(), 0);
  return ids;
}

}  // namespace mote
