// SPDX-License-Identifier: Apache-2.0
// Single samples, choices of samples, and the validation split.
#include "data/dataset.h"

#include <algorithm>
#include <cassert>
#include <map>
#include <set>

namespace mote {
namespace {

// About a fifth of the people, evenly spread over the sorted ids.
std::set<int32_t> validation_people(const Split& train) {
  const std::set<int32_t> distinct(train.person.begin(), train.person.end());
  const std::vector<int32_t> people(distinct.begin(), distinct.end());
  if (people.size() < 2) return {};
  const size_t chosen = std::max<size_t>(1, (people.size() + 2) / 5);
  std::set<int32_t> result;
  for (size_t i = 0; i < chosen; i++) {
    result.insert(people[(2 * i + 1) * people.size() / (2 * chosen)]);
  }
  return result;
}

// Whether the samples that stay still show every class that `train` shows.
bool keeps_all_classes(const Split& train, const std::vector<bool>& is_taken) {
  std::set<int32_t> before(train.y.begin(), train.y.end());
  std::set<int32_t> after;
  for (size_t i = 0; i < train.y.size(); i++) {
    if (!is_taken[i]) after.insert(train.y[i]);
  }
  return before == after;
}

// One of each `step` samples of a class, from the middle, so that small classes keep their first.
std::vector<bool> every_nth(const Split& train, int64_t step) {
  std::vector<bool> is_taken(static_cast<size_t>(train.count), false);
  std::map<int32_t, int64_t> seen;
  for (size_t i = 0; i < is_taken.size(); i++) {
    const int32_t label = train.y.empty() ? 0 : train.y[i];
    is_taken[i] = seen[label]++ % step == step / 2;
  }
  return is_taken;
}

bool any(const std::vector<bool>& flags) {
  return std::find(flags.begin(), flags.end(), true) != flags.end();
}

std::vector<bool> taken_for_validation(const Split& train) {
  std::vector<bool> is_taken(static_cast<size_t>(train.count), false);
  const std::set<int32_t> people = validation_people(train);
  for (size_t i = 0; i < train.person.size(); i++) is_taken[i] = people.count(train.person[i]) > 0;
  if (any(is_taken) && keeps_all_classes(train, is_taken)) return is_taken;
  is_taken = every_nth(train, 8);
  return any(is_taken) ? is_taken : every_nth(train, 2);
}

}  // namespace

int64_t Dataset::sample_elements() const {
  int64_t product = 1;
  for (int64_t extent : shape) product *= extent;
  return product;
}

std::span<const float> Dataset::sample(const Split& split, int64_t index) const {
  assert(index >= 0 && index < split.count);
  const size_t elements = static_cast<size_t>(sample_elements());
  return {split.x.data() + static_cast<size_t>(index) * elements, elements};
}

TrainValidation split_validation(const Dataset& dataset) {
  const std::vector<bool> is_taken = taken_for_validation(dataset.train);
  std::vector<int64_t> stay;
  std::vector<int64_t> taken;
  for (size_t i = 0; i < is_taken.size(); i++) {
    (is_taken[i] ? taken : stay).push_back(static_cast<int64_t>(i));
  }
  return {select(dataset, dataset.train, stay), select(dataset, dataset.train, taken)};
}

Split select(const Dataset& dataset, const Split& split, std::span<const int64_t> indices) {
  Split result;
  result.count = static_cast<int64_t>(indices.size());
  result.x.reserve(indices.size() * static_cast<size_t>(dataset.sample_elements()));
  for (int64_t index : indices) {
    const std::span<const float> values = dataset.sample(split, index);
    result.x.insert(result.x.end(), values.begin(), values.end());
    const size_t at = static_cast<size_t>(index);
    if (!split.y.empty()) result.y.push_back(split.y[at]);
    if (!split.person.empty()) result.person.push_back(split.person[at]);
  }
  return result;
}

}  // namespace mote
