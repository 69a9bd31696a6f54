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

// Which of `count` folds a sample is in: people in turn, by their ids.
std::vector<int64_t> folds_of_people(const Split& train, int64_t count) {
  std::map<int32_t, int64_t> folds;
  for (const int32_t person : train.person) folds[person] = 0;
  int64_t next = 0;
  for (auto& [person, fold] : folds) fold = next++ % count;
  std::vector<int64_t> found;
  if (next < count) return found;
  for (const int32_t person : train.person) found.push_back(folds[person]);
  return found;
}

std::vector<int64_t> folds_of_samples(const Split& train, int64_t count) {
  std::vector<int64_t> found;
  std::map<int32_t, int64_t> seen;
  for (size_t i = 0; i < static_cast<size_t>(train.count); i++) {
    found.push_back(seen[train.y.empty() ? 0 : train.y[i]]++ % count);
  }
  return found;
}

bool keep_all_classes(const Split& train, const std::vector<int64_t>& folds, int64_t count) {
  for (int64_t fold = 0; fold < count; fold++) {
    std::vector<bool> is_taken;
    for (const int64_t of : folds) is_taken.push_back(of == fold);
    if (!keeps_all_classes(train, is_taken)) return false;
  }
  return true;
}

TrainValidation apart(const Dataset& dataset, const std::vector<bool>& is_taken) {
  std::vector<int64_t> stay;
  std::vector<int64_t> taken;
  for (size_t i = 0; i < is_taken.size(); i++) {
    (is_taken[i] ? taken : stay).push_back(static_cast<int64_t>(i));
  }
  return {select(dataset, dataset.train, stay), select(dataset, dataset.train, taken)};
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
  return apart(dataset, taken_for_validation(dataset.train));
}

std::vector<TrainValidation> split_folds(const Dataset& dataset, int64_t count) {
  std::vector<int64_t> folds = folds_of_people(dataset.train, count);
  if (folds.empty() || !keep_all_classes(dataset.train, folds, count)) {
    folds = folds_of_samples(dataset.train, count);
  }
  std::vector<TrainValidation> found;
  for (int64_t fold = 0; fold < count; fold++) {
    std::vector<bool> is_taken;
    for (const int64_t of : folds) is_taken.push_back(of == fold);
    found.push_back(apart(dataset, is_taken));
  }
  return found;
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
    if (!split.batch.empty()) result.batch.push_back(split.batch[at]);
    if (!split.person.empty()) result.person.push_back(split.person[at]);
    if (split.recording.empty()) continue;
    result.recording.push_back(split.recording[at]);
    result.start.push_back(split.start[at]);
  }
  return result;
}

}  // namespace mote
