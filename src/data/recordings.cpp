// SPDX-License-Identifier: Apache-2.0
#include "data/recordings.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "base/error.h"
#include "data/folder.h"
#include "data/people.h"
#include "data/resampler.h"

namespace mote {
namespace {

constexpr double kSeconds = 2;       // of a window
constexpr double kGap = 2.5;         // times the usual interval
constexpr double kTestShare = 0.25;  // of a recording, where people are unknown
constexpr int32_t kNobody = -1;      // no class

// How a recording's samples follow each other.
struct Pace {
  double interval_s = 0;  // the usual one; 0: unknown
  int64_t gaps = 0;
  double jitter = 0;  // standard deviation of intervals over the usual one
};

// The usual interval, how much intervals differ, gaps.
Pace pace_of(const Recording& recording) {
  const std::vector<double>& time = recording.data.time_s;
  Pace pace{.interval_s = recording.data.interval_s};
  if (time.size() < 2) return pace;
  for (size_t i = 1; i < time.size(); i++) {
    if (time[i] >= time[i - 1]) continue;
    throw Error(ErrorCode::bad_value, fmt::format("{}:{}", recording.file.string(), i + 2),
                "time goes back");
  }
  pace.interval_s = usual_interval(time);
  if (pace.interval_s == 0 || (pace.interval_s < 1e-6 || pace.interval_s > 1000)) {
    throw Error(
        ErrorCode::bad_value, recording.file.string(),
        fmt::format("a sample every {:g} s is no sensor's", pace.interval_s),
        "the head line says the unit of time, as in \"Time (s)\"; timestamp is milliseconds");
  }
  double squares = 0, count = 0;
  for (size_t i = 1; i < time.size(); i++) {
    const double interval = time[i] - time[i - 1];
    if (interval > kGap * pace.interval_s) {
      pace.gaps++;
      continue;
    }
    squares += (interval - pace.interval_s) * (interval - pace.interval_s);
    count++;
  }
  pace.jitter = std::sqrt(squares / std::max(count, 1.0)) / pace.interval_s;
  return pace;
}

// Without a gap, at the rate of all.
struct Stretch {
  std::vector<float> samples;
  std::vector<int32_t> class_of;  // each moment's
};

std::vector<Stretch> stretches(const Recording& recording, const Pace& pace, double rate_hz) {
  const RecordingFile& data = recording.data;
  const size_t channels = data.channels.size();
  const std::vector<float> later =
      recording.read_samples ? recording.read_samples() : std::vector<float>();
  const std::vector<float>& samples = recording.read_samples ? later : data.samples;
  std::vector<Stretch> found(1);
  Resampler resampler(pace.interval_s > 0 ? 1 / pace.interval_s : 0, rate_hz);
  std::vector<double> sample;
  for (size_t i = 0; i < static_cast<size_t>(data.count); i++) {
    if (i > 0 && !data.time_s.empty() &&
        data.time_s[i] - data.time_s[i - 1] > kGap * pace.interval_s) {
      found.emplace_back();
      resampler.restart();
    }
    sample.assign(samples.begin() + static_cast<long>(i * channels),
                  samples.begin() + static_cast<long>((i + 1) * channels));
    const int32_t own = recording.class_of[recording.class_of.size() > 1 ? i : 0];
    resampler.take(sample, [&](std::span<const double> one) {
      for (const double value : one) found.back().samples.push_back(static_cast<float>(value));
      found.back().class_of.push_back(own);
    });
  }
  return found;
}

// What most moments of a window are of, kNobody when fewer than half are of any.
int32_t class_of(std::span<const int32_t> moments, size_t classes) {
  std::vector<int64_t> votes(classes, 0);
  int64_t labelled = 0;
  for (const int32_t moment : moments) {
    if (moment == kNobody) continue;
    votes[static_cast<size_t>(moment)]++;
    labelled++;
  }
  if (2 * labelled < std::ssize(moments)) return kNobody;
  return static_cast<int32_t>(std::max_element(votes.begin(), votes.end()) - votes.begin());
}

int64_t window_of(const RecordingSet& set, double rate_hz) {
  const fs::path file = find_file(set.folder, {"window.txt"});
  if (!file.empty()) {
    const std::vector<int32_t> numbers = read_whole_numbers(file);
    if (numbers.size() == 1 && numbers[0] >= 2) return numbers[0];
    throw Error(ErrorCode::bad_value, file.string(), "expected one number: samples of a window");
  }
  if (rate_hz <= 0) return 128;
  if (set.window_s > 0) return std::max(2L, std::lround(set.window_s * rate_hz));
  return int64_t{1} << std::max(2L, std::lround(std::log2(kSeconds * rate_hz)));
}

class Cutter {
 public:
  explicit Cutter(RecordingSet set) : set_(std::move(set)) {
    for (const Recording& one : set_.recordings) paces_.push_back(pace_of(one));
  }

  Dataset cut() {
    Dataset dataset;
    dataset.name = folder_name(set_.folder.string());
    dataset.channels = set_.recordings[0].data.channels;
    dataset.classes = set_.classes;
    std::set<std::string> people;
    for (const Recording& one : set_.recordings) {
      check_channels(one);
      if (!one.person.empty()) people.insert(one.person);
    }
    people_.assign(people.begin(), people.end());
    dataset.rate_hz = usual_rate();
    const int64_t window = window_of(set_, dataset.rate_hz);
    dataset.shape = {window, static_cast<int64_t>(dataset.channels.size())};
    const std::string from = set_.folder.string();
    dataset.train.origin = dataset.test.origin = {{from}, from};
    choose_tested(window);
    reserve(dataset);
    for (size_t i = 0; i < set_.recordings.size(); i++) add(dataset, i);
    describe(dataset);
    return dataset;
  }

 private:
  void check_channels(const Recording& one) const {
    const Recording& first = set_.recordings[0];
    if (one.data.channels.size() == first.data.channels.size()) return;
    throw Error(ErrorCode::shape_mismatch, one.file.string(),
                fmt::format("{} channels ({}), but {} has {}", one.data.channels.size(),
                            fmt::join(one.data.channels, " "), first.file.filename().string(),
                            first.data.channels.size()));
  }

  double usual_rate() const {
    std::vector<double> intervals;
    for (const Pace& pace : paces_) {
      if (pace.interval_s > 0) intervals.push_back(pace.interval_s);
    }
    if (intervals.empty()) return 0;
    std::sort(intervals.begin(), intervals.end());
    return std::round(1e4 / intervals[intervals.size() / 2]) / 1e4;
  }

  int32_t number_of(const std::string& person) const {
    return static_cast<int32_t>(std::find(people_.begin(), people_.end(), person) -
                                people_.begin());
  }

  void choose_tested(int64_t window) {
    constexpr int64_t few = 4;  // windows
    std::map<int32_t, int64_t> of_class, seen;
    int64_t short_ones = 0;
    for (const Recording& one : set_.recordings) {
      of_class[one.class_of[0]]++;
      if (one.data.count < few * window) short_ones++;
    }
    split_ = set_.is_split                                  ? By::statement
             : people_.size() > 1                           ? By::person
             : 2 * short_ones > std::ssize(set_.recordings) ? By::recording
                                                            : By::time;
    for (const Recording& one : set_.recordings) {
      const int32_t label = one.class_of[0];
      is_test_.push_back(split_ == By::statement ? one.is_test
                         : split_ == By::person
                             ? is_tested_fifth(number_of(one.person), std::ssize(people_))
                             : split_ == By::recording &&
                                   is_tested_fifth(seen[label]++, of_class[label]));
    }
  }

  // Room for the windows of large sets, which then need not move.
  void reserve(Dataset& dataset) const {
    const int64_t window = dataset.shape[0], hop = (window + 1) / 2;
    int64_t trained = 0, tested = 0;
    for (size_t i = 0; i < set_.recordings.size(); i++) {
      const int64_t count = set_.recordings[i].data.count;
      (is_test_[i] ? tested : trained) += count < window ? 0 : (count - window) / hop + 1;
    }
    dataset.train.x.reserve(static_cast<size_t>(trained * dataset.sample_elements()));
    dataset.test.x.reserve(static_cast<size_t>(tested * dataset.sample_elements()));
  }

  void add(Dataset& dataset, size_t number) const {
    const Recording& one = set_.recordings[number];
    const int64_t window = dataset.shape[0], channels = dataset.shape[1], hop = (window + 1) / 2;
    int64_t moment = 0;
    for (const Stretch& stretch : stretches(one, paces_[number], dataset.rate_hz)) {
      const auto length = std::ssize(stretch.class_of);
      const auto test_from = static_cast<int64_t>((1 - kTestShare) * static_cast<double>(length));
      for (int64_t start = 0; start + window <= length; start += hop) {
        bool is_test = is_test_[number];
        if (split_ == By::time) {
          is_test = start >= test_from;
          if (!is_test && start + window > test_from) continue;  // no moment is in both
        }
        const auto moments = std::span(stretch.class_of)
                                 .subspan(static_cast<size_t>(start), static_cast<size_t>(window));
        const int32_t label = class_of(moments, dataset.classes.size());
        if (label == kNobody) continue;
        Split& split = is_test ? dataset.test : dataset.train;
        const auto from = stretch.samples.begin() + start * channels;
        split.x.insert(split.x.end(), from, from + window * channels);
        split.y.push_back(label);
        if (!people_.empty()) split.person.push_back(number_of(one.person));
        split.recording.push_back(static_cast<int32_t>(number));
        split.start.push_back(static_cast<int32_t>(moment + start));
        split.count++;
      }
      moment += length;
    }
  }

  void describe(Dataset& dataset) const {
    const std::map<By, std::string> tested{
        {By::statement, "what is marked so"},
        {By::person, "other people than those trained on"},
        {By::recording, "every fifth recording of a class (no file says who was recorded)"},
        {By::time,
         "the last quarter of every recording (no file says who was recorded: "
         "class.person.1.csv)"}};
    dataset.notes.push_back(fmt::format("{} recordings, windows of {} samples; tested on {}",
                                        set_.recordings.size(), dataset.shape[0],
                                        tested.at(split_)));
    constexpr size_t most_notes = 12;
    size_t more = 0;
    for (size_t i = 0; i < paces_.size(); i++) {
      const Pace& pace = paces_[i];
      const double rate = pace.interval_s > 0 ? 1 / pace.interval_s : 0;
      std::string words;
      if (pace.gaps > 0) words += fmt::format(", {} gaps", pace.gaps);
      if (pace.jitter > 0.05) {
        words += fmt::format(", intervals differ by {:.0f} %", 100 * pace.jitter);
      }
      if (rate > 0 && std::abs(rate / dataset.rate_hz - 1) > 0.01) {
        words += fmt::format(", {:.1f} Hz made {:g}", rate, dataset.rate_hz);
      }
      if (words.empty()) continue;
      if (dataset.notes.size() == most_notes) {
        more++;
        continue;
      }
      dataset.notes.push_back(set_.recordings[i].file.filename().string() + ": " + words.substr(2));
    }
    if (more > 0) dataset.notes.push_back(fmt::format("and {} recordings like these", more));
  }

  // What decides who is tested on.
  enum class By { statement, person, recording, time };

  const RecordingSet set_;
  By split_ = By::time;
  std::vector<bool> is_test_;  // recordings, unless time decides
  std::vector<Pace> paces_;
  std::vector<std::string> people_;
};

}  // namespace

Dataset windows_of(RecordingSet set) {
  return Cutter(std::move(set)).cut();
}

}  // namespace mote
