// SPDX-License-Identifier: Apache-2.0
// HAPT, the continuous recordings behind UCI-HAR, as a folder of three arrays and two lists:
// signals.npy [moments, 6] int16, experiments.npy [n, 4] (recording, person, first and last row),
// labels.txt (recording, person, activity, first and last moment of the recording, from 1),
// activity_labels.txt. People are split as in UCI-HAR.
//
// Smartphone-based recognition of human activities and postural transitions: Reyes-Ortiz and
// others, Neurocomputing 2016.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/error.h"
#include "base/npy.h"
#include "data/dataset.h"
#include "data/folder.h"

namespace mote {
namespace {

constexpr int64_t kSteps = 128, kHop = 64, kChannels = 6;
constexpr int32_t kNobody = -1;
const std::vector<int32_t> kTestPeople = {2, 4, 9, 10, 12, 13, 18, 20, 24};
constexpr float kGravity = 1.0f / 720;                         // g a count
constexpr double kRotation = 0.0175 * std::numbers::pi / 180;  // rad/s a count

bool recognizes(const std::string& source) {
  return !find_file(source, {"signals.npy"}).empty() &&
         !find_file(source, {"experiments.npy"}).empty();
}

struct Recording {
  int32_t number, person;
  int64_t first, last;            // rows of the signals, last excluded
  std::vector<int32_t> class_of;  // each moment's, kNobody: none
};

std::vector<Recording> read_recordings(const fs::path& file, int64_t rows) {
  const NpyArray array = read_npy(file);
  if (array.shape.size() != 2 || array.shape[1] != 4) {
    throw Error(ErrorCode::shape_mismatch, file.string(),
                fmt::format("shape ({}), expected (recordings, 4)", fmt::join(array.shape, ", ")));
  }
  std::vector<Recording> recordings;
  for (int64_t i = 0; i < array.shape[0]; i++) {
    const auto number = [&](int64_t column) {
      return static_cast<int64_t>(array.at(4 * i + column));
    };
    Recording one{
        static_cast<int32_t>(number(0)), static_cast<int32_t>(number(1)), number(2), number(3), {}};
    if (one.first < 0 || one.last <= one.first || one.last > rows) {
      throw Error(ErrorCode::bad_value, file.string(),
                  fmt::format("recording {} spans rows {} to {} of {}", one.number, one.first,
                              one.last, rows));
    }
    one.class_of.assign(static_cast<size_t>(one.last - one.first), kNobody);
    recordings.push_back(std::move(one));
  }
  return recordings;
}

void read_labels(const fs::path& file, size_t classes, std::vector<Recording>& recordings) {
  const NumberRows rows = read_number_rows(file, 5);
  for (int64_t row = 0; row < rows.rows; row++) {
    const float* const numbers = rows.values.data() + 5 * row;
    const auto found = std::find_if(
        recordings.begin(), recordings.end(),
        [&](const Recording& one) { return static_cast<float>(one.number) == numbers[0]; });
    const auto activity = static_cast<int64_t>(numbers[2]);
    const auto first = static_cast<int64_t>(numbers[3]), last = static_cast<int64_t>(numbers[4]);
    const auto length =
        found == recordings.end() ? 0 : static_cast<int64_t>(found->class_of.size());
    if (activity < 1 || activity > static_cast<int64_t>(classes) || first < 1 || last < first ||
        last > length) {
      throw Error(ErrorCode::bad_value, fmt::format("{}:{}", file.string(), row + 1),
                  fmt::format("'{}' is no recording, person, activity and moments that are there",
                              fmt::join(numbers, numbers + 5, " ")));
    }
    std::fill(found->class_of.begin() + first - 1, found->class_of.begin() + last,
              static_cast<int32_t>(activity - 1));
  }
}

// What most moments of a window are labelled with, kNobody when fewer than half are.
int32_t class_of(const Recording& recording, int64_t start, size_t classes) {
  std::vector<int64_t> votes(classes, 0);
  int64_t labelled = 0;
  for (int64_t t = start; t < start + kSteps; t++) {
    const int32_t label = recording.class_of[static_cast<size_t>(t)];
    if (label == kNobody) continue;
    votes[static_cast<size_t>(label)]++;
    labelled++;
  }
  if (2 * labelled < kSteps) return kNobody;
  return static_cast<int32_t>(std::max_element(votes.begin(), votes.end()) - votes.begin());
}

void add_windows(const Recording& recording, const NpyArray& signals, const Dataset& dataset,
                 Split& split) {
  for (int64_t start = 0; start + kSteps <= recording.last - recording.first; start += kHop) {
    const int32_t label = class_of(recording, start, dataset.classes.size());
    if (label == kNobody) continue;
    const int64_t from = kChannels * (recording.first + start);
    for (int64_t i = 0; i < kSteps * kChannels; i++) {
      const auto scale = dataset.count_scale[static_cast<size_t>(i % kChannels)];
      split.x.push_back(static_cast<float>(signals.at(from + i)) * scale);
    }
    split.y.push_back(label);
    split.person.push_back(recording.person);
    split.recording.push_back(recording.number);
    split.start.push_back(static_cast<int32_t>(start));
    split.count++;
  }
}

// "1 WALKING" a line, in order.
std::vector<std::string> read_activities(const fs::path& file) {
  std::vector<std::string> names;
  for (const std::string& line : read_names(file, true)) {
    const size_t space = line.find(' ');
    if (line.substr(0, space) != fmt::format("{}", names.size() + 1) ||
        space == std::string::npos) {
      throw Error(ErrorCode::malformed_file, fmt::format("{}:{}", file.string(), names.size() + 1),
                  fmt::format("got '{}', expected '{} NAME'", line, names.size() + 1));
    }
    names.push_back(line.substr(space + 1));
  }
  return names;
}

Dataset read(const std::string& source) {
  const fs::path folder = source;
  const fs::path signal_file = need_file(folder, {"signals.npy"});
  const fs::path label_file = need_file(folder, {"labels.txt"});
  Dataset dataset;
  dataset.name = folder_name(source);
  dataset.shape = {kSteps, kChannels};
  dataset.rate_hz = 50;
  dataset.channels = {"acc_x", "acc_y", "acc_z", "gyro_x", "gyro_y", "gyro_z"};
  const auto rotation = static_cast<float>(kRotation);
  dataset.count_scale = {kGravity, kGravity, kGravity, rotation, rotation, rotation};
  dataset.classes = read_activities(need_file(folder, {"activity_labels.txt"}));
  const NpyArray signals = read_npy(signal_file);
  if (signals.shape.size() != 2 || signals.shape[1] != kChannels) {
    throw Error(ErrorCode::shape_mismatch, signal_file.string(),
                fmt::format("shape ({}), expected (moments, {})", fmt::join(signals.shape, ", "),
                            kChannels));
  }
  std::vector<Recording> recordings =
      read_recordings(need_file(folder, {"experiments.npy"}), signals.shape[0]);
  read_labels(label_file, dataset.classes.size(), recordings);
  dataset.train.origin = dataset.test.origin = {{signal_file.string()}, label_file.string()};
  for (const Recording& recording : recordings) {
    const bool is_test = std::count(kTestPeople.begin(), kTestPeople.end(), recording.person) > 0;
    add_windows(recording, signals, dataset, is_test ? dataset.test : dataset.train);
  }
  return dataset;
}

}  // namespace

extern const DatasetFormat dataset_hapt;
const DatasetFormat dataset_hapt = {"hapt", "HAPT's continuous recordings as arrays", recognizes,
                                    read,
                                    "signals.npy, experiments.npy, labels.txt, "
                                    "activity_labels.txt"};

}  // namespace mote
