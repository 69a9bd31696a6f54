// SPDX-License-Identifier: Apache-2.0
#include "data/streams.h"

#include <algorithm>
#include <cassert>
#include <set>

namespace mote {
namespace {

template <class T>
void append(const std::vector<T>& from, std::vector<T>& to) {
  to.insert(to.end(), from.begin(), from.end());
}

}  // namespace

std::vector<StreamPlace> stream_of(const Dataset& dataset, const Split& split, int32_t person) {
  assert(!split.person.empty() && !split.recording.empty());
  std::vector<StreamPlace> places;
  for (int64_t i = 0; i < split.size(); i++) {
    const auto at = static_cast<size_t>(i);
    if (split.person[at] == person) places.push_back({i, split.recording[at], true});
  }
  const auto start = [&](const StreamPlace& place) {
    return split.start[static_cast<size_t>(place.index)];
  };
  std::stable_sort(places.begin(), places.end(), [&](const StreamPlace& a, const StreamPlace& b) {
    return std::pair(a.recording, start(a)) < std::pair(b.recording, start(b));
  });
  const int64_t missing = 4 * dataset.shape[0];
  for (size_t i = 1; i < places.size(); i++) {
    const bool goes_on = places[i].recording == places[i - 1].recording;
    places[i].is_gap = !goes_on || start(places[i]) - start(places[i - 1]) > missing;
  }
  std::set<int32_t> recordings;
  for (StreamPlace& place : places) {
    recordings.insert(place.recording);
    place.recording = static_cast<int32_t>(recordings.size()) - 1;
  }
  return places;
}

Split joined(const std::vector<const Split*>& splits) {
  Split all;
  for (const Split* split : splits) {
    append(split->x, all.x);
    append(split->y, all.y);
    append(split->person, all.person);
    append(split->recording, all.recording);
    append(split->start, all.start);
    append(split->batch, all.batch);
    all.count += split->count;
  }
  return all;
}

std::vector<int32_t> people_of(const Split& split) {
  const std::set<int32_t> people(split.person.begin(), split.person.end());
  return {people.begin(), people.end()};
}

}  // namespace mote
