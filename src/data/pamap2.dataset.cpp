// SPDX-License-Identifier: Apache-2.0
// PAMAP2: Protocol/subject101.dat and so on, sensors at hand, chest and ankle, 100 Hz.
// Accelerometer (16 g) and gyroscope of each are read. Moments that a sensor missed are left out;
// activity 0, between two others, is of no class.
//
// Introducing a new benchmarked dataset for activity monitoring: Reiss and Stricker, ISWC 2012.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/error.h"
#include "data/folder.h"
#include "data/lines.h"
#include "data/recordings.h"

namespace mote {
namespace {

constexpr size_t kColumns = 54;
constexpr size_t kTime = 0, kActivity = 1;
constexpr size_t kUnits[] = {3, 20, 37};            // first columns of hand, chest and ankle
constexpr size_t kAcceleration = 1, kRotation = 7;  // behind those
constexpr double kGravity = 9.80665;                // m/s2
const std::map<int, std::string> kActivities = {{1, "lying"},
                                                {2, "sitting"},
                                                {3, "standing"},
                                                {4, "walking"},
                                                {5, "running"},
                                                {6, "cycling"},
                                                {7, "Nordic walking"},
                                                {9, "watching TV"},
                                                {10, "computer work"},
                                                {11, "car driving"},
                                                {12, "upstairs"},
                                                {13, "downstairs"},
                                                {16, "vacuum cleaning"},
                                                {17, "ironing"},
                                                {18, "folding laundry"},
                                                {19, "house cleaning"},
                                                {20, "playing soccer"},
                                                {24, "rope jumping"}};

bool is_recording(const fs::path& file) {
  const std::string name = file.filename().string();
  return name.starts_with("subject") && name.ends_with(".dat") && name.size() == 14;
}

std::vector<fs::path> recordings_in(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const fs::path& place : {folder, folder / "Protocol", folder / "Optional"}) {
    const std::vector<fs::path> found = entries_of(place, is_recording);
    files.insert(files.end(), found.begin(), found.end());
  }
  std::sort(files.begin(), files.end());
  return files;
}

bool recognizes(const std::string& source) {
  return !recordings_in(source).empty();
}

void append(const std::vector<std::string_view>& row, Recording& recording) {
  RecordingFile& data = recording.data;
  std::vector<float> sample;
  for (const size_t unit : kUnits) {
    for (const auto& [from, factor] :
         {std::pair(kAcceleration, 1 / kGravity), std::pair(kRotation, 1.0)}) {
      for (size_t axis = 0; axis < 3; axis++) {
        const std::optional<double> number = number_of(row[unit + from + axis]);
        if (!number) return;
        sample.push_back(static_cast<float>(*number * factor));
      }
    }
  }
  const std::optional<double> time = number_of(row[kTime]), activity = number_of(row[kActivity]);
  if (!time || !activity) return;
  const auto found = kActivities.find(static_cast<int>(*activity));
  data.samples.insert(data.samples.end(), sample.begin(), sample.end());
  data.time_s.push_back(*time);
  data.count++;
  recording.class_of.push_back(
      found == kActivities.end() ? -1
                                 : static_cast<int32_t>(std::distance(kActivities.begin(), found)));
}

Recording read_recording(const fs::path& file) {
  Recording recording{file, file.stem().string().substr(7), false, {}, {}};
  for (const char* const place : {"hand", "chest", "ankle"}) {
    for (const char* const sensor : {"acc", "gyro"}) {
      for (const char axis : {'x', 'y', 'z'}) {
        recording.data.channels.push_back(fmt::format("{}_{}_{}", place, sensor, axis));
      }
    }
  }
  for_each_line(read_file(file), [&](std::string_view line, int64_t number) {
    const std::vector<std::string_view> row = fields(line, ' ');
    if (row.empty()) return;
    if (row.size() != kColumns) {
      throw Error(ErrorCode::malformed_file, fmt::format("{}:{}", file.string(), number),
                  fmt::format("{} columns, expected {}", row.size(), kColumns));
    }
    append(row, recording);
  });
  if (recording.data.count > 0) return recording;
  throw Error(ErrorCode::bad_data, file.string(), "has no moment at which all sensors measured");
}

Dataset read(const std::string& source) {
  RecordingSet set;
  set.folder = source;
  for (const fs::path& file : recordings_in(source)) {
    set.recordings.push_back(read_recording(file));
  }
  // Activities that nobody did are no classes.
  std::vector<int32_t> places(kActivities.size(), -1);
  for (const Recording& one : set.recordings) {
    for (const int32_t label : one.class_of) {
      if (label >= 0) places[static_cast<size_t>(label)] = 0;
    }
  }
  size_t at = 0;
  for (const auto& [number, name] : kActivities) {
    int32_t& place = places[at++];
    if (place < 0) continue;
    place = static_cast<int32_t>(set.classes.size());
    set.classes.push_back(name);
  }
  for (Recording& one : set.recordings) {
    for (int32_t& label : one.class_of) {
      if (label >= 0) label = places[static_cast<size_t>(label)];
    }
  }
  return windows_of(std::move(set));
}

}  // namespace

extern const DatasetFormat dataset_pamap2;
const DatasetFormat dataset_pamap2 = {"pamap2", "PAMAP2's recordings", recognizes, read,
                                      "Protocol/subject101.dat, ..."};

}  // namespace mote
