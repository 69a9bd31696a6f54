// SPDX-License-Identifier: Apache-2.0
// A folder of recordings, each of one class, as 'mote collect', Edge Impulse's tools and phones
// write them: walk.csv, walk.anna.3.csv (class, person, anything), JSON or CBOR in place of CSV.
// With folders training and testing these are the split; else people are split, a fifth of them, at
// least one, to test; where people are unknown the last quarter of every recording is.
//
// Windows have the power of two of samples that is nearest to two seconds, or as many as window.txt
// says, one every half window. All recordings are brought to one rate. Gaps end windows.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "base/error.h"
#include "data/dataset.h"
#include "data/folder.h"
#include "data/recording_file.h"
#include "data/resampler.h"

namespace mote {
namespace {

constexpr double kSeconds = 2;       // of a window
constexpr double kGap = 2.5;         // times the usual interval
constexpr double kTestShare = 0.25;  // of a recording, where people are unknown

struct Recording {
  fs::path file;
  std::string label, person;  // person: "" unknown
  bool is_test = false;       // by its folder
  RecordingFile data;
  double interval_s = 0;  // the usual one
  int64_t gaps = 0;
  double jitter = 0;  // standard deviation of intervals over the usual one
};

std::vector<fs::path> recordings_in(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    const std::string name = entry.path().filename().string();
    if (is_recording_file(entry.path()) && !name.starts_with(".")) {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

bool is_split(const fs::path& folder) {
  return !recordings_in(folder / "training").empty() && !recordings_in(folder / "testing").empty();
}

bool recognizes(const std::string& source) {
  return !recordings_in(source).empty() || is_split(source);
}

// class.person.rest.csv, class.rest.csv with a number for the rest, class.csv
Recording named(const fs::path& file, bool is_test) {
  std::vector<std::string> parts;
  std::string stem = file.stem().string();
  for (size_t at = 0; at != std::string::npos;) {
    const size_t dot = stem.find('.', at);
    parts.push_back(stem.substr(at, dot == std::string::npos ? dot : dot - at));
    at = dot == std::string::npos ? dot : dot + 1;
  }
  Recording recording{file, parts[0], "", is_test, {}};
  if (parts.size() >= 3) recording.person = parts[1];
  return recording;
}

// The usual interval, how much intervals differ, gaps.
void look_at_time(Recording& recording) {
  std::vector<double>& time = recording.data.time_s;
  if (time.size() < 2) return;
  std::vector<double> intervals;
  for (size_t i = 1; i < time.size(); i++) {
    if (time[i] < time[i - 1]) {
      throw Error(ErrorCode::bad_value, fmt::format("{}:{}", recording.file.string(), i + 2),
                  "time goes back");
    }
    intervals.push_back(time[i] - time[i - 1]);
  }
  std::vector<double> sorted = intervals;
  std::nth_element(sorted.begin(), sorted.begin() + static_cast<long>(sorted.size() / 2),
                   sorted.end());
  recording.interval_s = sorted[sorted.size() / 2];
  if (recording.interval_s > 0 && (recording.interval_s < 1e-6 || recording.interval_s > 1000)) {
    throw Error(
        ErrorCode::bad_value, recording.file.string(),
        fmt::format("a sample every {:g} s is no sensor's", recording.interval_s),
        "the head line says the unit of time, as in \"Time (s)\"; timestamp is milliseconds");
  }
  double squares = 0, count = 0;
  for (const double interval : intervals) {
    if (interval > kGap * recording.interval_s) {
      recording.gaps++;
      continue;
    }
    squares += (interval - recording.interval_s) * (interval - recording.interval_s);
    count++;
  }
  recording.jitter = std::sqrt(squares / std::max(count, 1.0)) / recording.interval_s;
}

// Stretches without a gap, at the rate of all.
std::vector<std::vector<float>> stretches(const Recording& recording, double rate_hz) {
  const RecordingFile& data = recording.data;
  const size_t channels = data.channels.size();
  std::vector<std::vector<float>> found(1);
  Resampler resampler(recording.interval_s > 0 ? 1 / recording.interval_s : 0, rate_hz);
  for (size_t i = 0; i < static_cast<size_t>(data.count); i++) {
    if (i > 0 && !data.time_s.empty() &&
        data.time_s[i] - data.time_s[i - 1] > kGap * recording.interval_s) {
      found.emplace_back();
      resampler.restart();
    }
    const std::vector<double> sample(data.samples.begin() + static_cast<long>(i * channels),
                                     data.samples.begin() + static_cast<long>((i + 1) * channels));
    resampler.take(sample, [&](std::span<const double> one) {
      for (const double value : one) found.back().push_back(static_cast<float>(value));
    });
  }
  return found;
}

int64_t window_of(const fs::path& folder, double rate_hz) {
  const fs::path file = find_file(folder, {"window.txt"});
  if (!file.empty()) {
    const std::vector<int32_t> numbers = read_whole_numbers(file);
    if (numbers.size() == 1 && numbers[0] >= 2) return numbers[0];
    throw Error(ErrorCode::bad_value, file.string(), "expected one number: samples of a window");
  }
  if (rate_hz <= 0) return 128;
  return int64_t{1} << std::max(2L, std::lround(std::log2(kSeconds * rate_hz)));
}

class Reader {
 public:
  explicit Reader(const fs::path& folder) : folder_(folder), is_split_(is_split(folder)) {
    for (const bool is_test : {false, true}) {
      const fs::path from = !is_split_ ? folder_ : folder_ / (is_test ? "testing" : "training");
      if (is_test && !is_split_) break;
      for (const fs::path& file : recordings_in(from)) {
        recordings_.push_back(named(file, is_test));
        recordings_.back().data = read_recording_file(file);
        look_at_time(recordings_.back());
      }
    }
  }

  Dataset read() {
    Dataset dataset;
    dataset.name = folder_name(folder_.string());
    dataset.channels = recordings_[0].data.channels;
    std::set<std::string> classes, people;
    std::vector<double> intervals;
    for (const Recording& one : recordings_) {
      if (one.data.channels.size() != dataset.channels.size()) {
        throw Error(ErrorCode::shape_mismatch, one.file.string(),
                    fmt::format("{} channels ({}), but {} has {}", one.data.channels.size(),
                                fmt::join(one.data.channels, " "),
                                recordings_[0].file.filename().string(), dataset.channels.size()));
      }
      classes.insert(one.label);
      if (!one.person.empty()) people.insert(one.person);
      if (one.interval_s > 0) intervals.push_back(one.interval_s);
    }
    dataset.classes.assign(classes.begin(), classes.end());
    people_.assign(people.begin(), people.end());
    if (!intervals.empty()) {
      std::sort(intervals.begin(), intervals.end());
      dataset.rate_hz = std::round(1e4 / intervals[intervals.size() / 2]) / 1e4;
    }
    const int64_t window = window_of(folder_, dataset.rate_hz);
    dataset.shape = {window, static_cast<int64_t>(dataset.channels.size())};
    dataset.train.origin = dataset.test.origin = {{folder_.string()}, folder_.string()};
    for (size_t i = 0; i < recordings_.size(); i++) add(dataset, static_cast<int32_t>(i));
    describe(dataset);
    return dataset;
  }

 private:
  bool by_person() const { return !is_split_ && people_.size() > 1; }

  // About a fifth of the people.
  bool is_test_person(const std::string& person) const {
    const auto at = std::find(people_.begin(), people_.end(), person) - people_.begin();
    return at % 5 == std::min<long>(4, static_cast<long>(people_.size()) - 1);
  }

  void add(Dataset& dataset, int32_t number) const {
    const Recording& one = recordings_[static_cast<size_t>(number)];
    const auto label =
        static_cast<int32_t>(std::find(dataset.classes.begin(), dataset.classes.end(), one.label) -
                             dataset.classes.begin());
    const int64_t window = dataset.shape[0], channels = dataset.shape[1], hop = (window + 1) / 2;
    int32_t moment = 0;
    for (const std::vector<float>& samples : stretches(one, dataset.rate_hz)) {
      const auto length = static_cast<int64_t>(samples.size()) / channels;
      const auto test_from = static_cast<int64_t>((1 - kTestShare) * static_cast<double>(length));
      for (int64_t start = 0; start + window <= length; start += hop) {
        bool is_test = one.is_test;
        if (by_person()) is_test = is_test_person(one.person);
        if (!by_person() && !is_split_) {
          is_test = start >= test_from;
          if (!is_test && start + window > test_from) continue;  // no moment is in both
        }
        Split& split = is_test ? dataset.test : dataset.train;
        const auto from = samples.begin() + start * channels;
        split.x.insert(split.x.end(), from, from + window * channels);
        split.y.push_back(label);
        if (!people_.empty()) {
          split.person.push_back(static_cast<int32_t>(
              std::find(people_.begin(), people_.end(), one.person) - people_.begin()));
        }
        split.recording.push_back(number);
        split.start.push_back(moment + static_cast<int32_t>(start));
        split.count++;
      }
      moment += static_cast<int32_t>(length);
    }
  }

  void describe(Dataset& dataset) const {
    dataset.notes.push_back(fmt::format(
        "{} recordings, windows of {} samples; tested on {}", recordings_.size(), dataset.shape[0],
        is_split_     ? "folder testing"
        : by_person() ? "other people than those trained on"
                      : "the last quarter of every recording (no file says who was "
                        "recorded: class.person.1.csv)"));
    for (const Recording& one : recordings_) {
      const double rate = one.interval_s > 0 ? 1 / one.interval_s : 0;
      std::string words;
      if (one.gaps > 0) words += fmt::format(", {} gaps", one.gaps);
      if (one.jitter > 0.05)
        words += fmt::format(", intervals differ by {:.0f} %", 100 * one.jitter);
      if (rate > 0 && std::abs(rate / dataset.rate_hz - 1) > 0.01) {
        words += fmt::format(", {:.1f} Hz made {:g}", rate, dataset.rate_hz);
      }
      if (!words.empty()) {
        dataset.notes.push_back(one.file.filename().string() + ": " + words.substr(2));
      }
    }
  }

  const fs::path folder_;
  const bool is_split_;
  std::vector<Recording> recordings_;
  std::vector<std::string> people_;
};

Dataset read(const std::string& source) {
  return Reader(source).read();
}

}  // namespace

extern const DatasetFormat dataset_recordings;
const DatasetFormat dataset_recordings = {
    "recordings", "recordings of one class each, by 'mote collect' or phones", recognizes, read,
    "class.csv, class.person.1.csv, ... (or .json, .cbor)"};

}  // namespace mote
