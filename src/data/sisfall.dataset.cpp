// SPDX-License-Identifier: Apache-2.0
// SisFall: SA01/D01_SA01_R01.txt (daily activities) and F01_SA01_R01.txt (falls), 38 people, a
// sensor at the waist, 200 Hz. The accelerometer of 16 g and the gyroscope are read. A fall's
// recording shows walking or sitting, too: only one second on both sides of its hardest moment is
// taken for the fall, the rest for nothing.
//
// SisFall, a fall and movement dataset: Sucerquia and others, Sensors 2017.
#include <fmt/format.h>

#include <algorithm>
#include <numbers>

#include "base/error.h"
#include "data/folder.h"
#include "data/lines.h"
#include "data/recordings.h"

namespace mote {
namespace {

constexpr int64_t kRateHz = 200;
constexpr float kGravity = 32.0f / 8192;  // g a count: 16 g both ways in 13 bits
constexpr float kRotation = static_cast<float>(4000.0 / 65536 * std::numbers::pi / 180);
constexpr size_t kRead = 6, kColumns = 9;
constexpr int32_t kDaily = 0, kFall = 1;

// D01_SA01_R01.txt: what happens, who, which time.
bool is_recording(const fs::path& file) {
  const std::string name = file.filename().string();
  const std::vector<std::string_view> parts = fields(name, '_');
  return parts.size() == 3 && parts[0].size() == 3 && (name[0] == 'D' || name[0] == 'F') &&
         parts[1].size() == 4 && parts[1][0] == 'S' && parts[2].starts_with("R") &&
         name.ends_with(".txt");
}

std::vector<fs::path> recordings_in(const fs::path& folder) {
  std::vector<fs::path> files = entries_of(folder, is_recording);
  for (const fs::path& place : entries_of(folder, [](const fs::path&) { return true; })) {
    const std::vector<fs::path> found = entries_of(place, is_recording);
    files.insert(files.end(), found.begin(), found.end());
  }
  std::sort(files.begin(), files.end());
  return files;
}

bool recognizes(const std::string& source) {
  return !recordings_in(source).empty();
}

RecordingFile read_samples(const fs::path& file) {
  RecordingFile data;
  data.channels = {"acc_x", "acc_y", "acc_z", "gyro_x", "gyro_y", "gyro_z"};
  for_each_line(read_file(file), [&](std::string_view line, int64_t number) {
    const std::vector<std::string_view> row = fields(line, ',');
    if (row.size() == 1 && row[0].empty()) return;
    for (size_t i = 0; i < kRead; i++) {
      const std::optional<double> count = row.size() == kColumns ? number_of(row[i]) : std::nullopt;
      if (!count) {
        throw Error(ErrorCode::malformed_file, fmt::format("{}:{}", file.string(), number),
                    fmt::format("'{}' is no line of {} numbers", line, kColumns));
      }
      data.samples.push_back(static_cast<float>(*count) * (i < 3 ? kGravity : kRotation));
    }
    data.time_s.push_back(static_cast<double>(data.count++) / kRateHz);
  });
  return data;
}

std::vector<int32_t> fall_in(const RecordingFile& data) {
  const auto strength = [&](int64_t i) {
    const float* const a = data.samples.data() + kRead * static_cast<size_t>(i);
    return a[0] * a[0] + a[1] * a[1] + a[2] * a[2];
  };
  int64_t hardest = 0;
  for (int64_t i = 1; i < data.count; i++) {
    if (strength(i) > strength(hardest)) hardest = i;
  }
  std::vector<int32_t> class_of(static_cast<size_t>(data.count), -1);
  const int64_t first = std::max<int64_t>(0, hardest - kRateHz);
  const int64_t last = std::min(data.count, hardest + kRateHz);
  std::fill(class_of.begin() + first, class_of.begin() + last, kFall);
  return class_of;
}

Dataset read(const std::string& source) {
  RecordingSet set;
  set.folder = source;
  set.classes = {"daily", "fall"};
  for (const fs::path& file : recordings_in(source)) {
    const std::string name = file.filename().string();
    RecordingFile data = read_samples(file);
    std::vector<int32_t> class_of =
        name[0] == 'F' && data.count > 0 ? fall_in(data) : std::vector<int32_t>{kDaily};
    set.recordings.push_back(
        {file, name.substr(4, 4), false, std::move(data), std::move(class_of)});
  }
  return windows_of(std::move(set));
}

}  // namespace

extern const DatasetFormat dataset_sisfall;
const DatasetFormat dataset_sisfall = {"sisfall", "SisFall's recordings", recognizes, read,
                                       "SA01/D01_SA01_R01.txt, ..."};

}  // namespace mote
