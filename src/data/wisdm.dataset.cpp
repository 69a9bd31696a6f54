// SPDX-License-Identifier: Apache-2.0
// WISDM in both of its forms, 20 Hz.
//
// WISDM_ar_v1.1_raw.txt, a phone's accelerometer in a trouser pocket: "33,Jogging,49105962326000,
// -0.69,12.68,0.50;" (person, activity, nanoseconds, m/s2). Lines that say something else are left
// out, as the file has some. Activity recognition using cell phone accelerometers: Kwapisz and
// others, SIGKDD Explorations 2010.
//
// raw/phone (or raw/watch itself): accel/data_1600_accel_phone.txt beside gyro/..., with letters
// for activities. Smartphone and smartwatch-based biometrics: Weiss and others, IEEE Access 2019.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/error.h"
#include "data/folder.h"
#include "data/lines.h"
#include "data/recordings.h"

namespace mote {
namespace {

constexpr double kGravity = 9.80665;  // m/s2
constexpr const char* kSingleFile = "WISDM_ar_v1.1_raw.txt";
const std::map<std::string, std::string> kLetters = {
    {"A", "walking"},        {"B", "jogging"},       {"C", "stairs"},
    {"D", "sitting"},        {"E", "standing"},      {"F", "typing"},
    {"G", "brushing teeth"}, {"H", "eating soup"},   {"I", "eating chips"},
    {"J", "eating pasta"},   {"K", "drinking"},      {"L", "eating sandwich"},
    {"M", "kicking"},        {"O", "playing catch"}, {"P", "dribbling"},
    {"Q", "writing"},        {"R", "clapping"},      {"S", "folding clothes"}};

// The folder of one device, here or in raw/phone; empty: none.
fs::path device_in(const fs::path& folder) {
  std::error_code ignored;
  for (const fs::path& place : {folder, folder / "phone", folder / "raw" / "phone"}) {
    if (fs::is_directory(place / "accel", ignored) && fs::is_directory(place / "gyro", ignored)) {
      return place;
    }
  }
  return {};
}

bool recognizes(const std::string& source) {
  return !find_file(source, {kSingleFile}).empty() || !device_in(source).empty();
}

struct Line {
  std::string person, activity;
  double time_s;
  double x, y, z;
};

std::optional<Line> line_of(std::string_view text) {
  const std::vector<std::string_view> row = fields(text, ',');
  if (row.size() != 6 || row[0].empty() || row[1].empty()) return std::nullopt;
  const std::optional<double> time = number_of(row[2]);
  const std::optional<double> x = number_of(row[3]), y = number_of(row[4]), z = number_of(row[5]);
  if (!time || *time <= 0 || !x || !y || !z) return std::nullopt;
  return Line{std::string(row[0]), std::string(row[1]), 1e-9 * *time, *x, *y, *z};
}

void append(const Line& line, double factor, RecordingFile& data) {
  for (const double axis : {line.x, line.y, line.z}) {
    data.samples.push_back(static_cast<float>(axis * factor));
  }
  data.time_s.push_back(line.time_s);
  data.count++;
}

// Recordings end where the person or the activity changes, or time goes back.
RecordingSet read_single(const fs::path& file, std::vector<std::string>& notes) {
  RecordingSet set;
  std::map<std::string, int32_t> classes;
  int64_t odd = 0, all = 0;
  std::string activity;
  for_each_line(read_file(file), [&](std::string_view text, int64_t) {
    if (text.find_first_not_of(" \t\r") == text.npos) return;
    all++;
    const std::optional<Line> line = line_of(text);
    if (!line) {
      odd++;
      return;
    }
    classes.emplace(line->activity, 0);
    std::vector<Recording>& recordings = set.recordings;
    const bool goes_on = !recordings.empty() && recordings.back().person == line->person &&
                         activity == line->activity &&
                         line->time_s >= recordings.back().data.time_s.back();
    if (!goes_on) {
      recordings.push_back({file, line->person, false, {}, {}});
      recordings.back().data.channels = {"acc_x", "acc_y", "acc_z"};
      set.classes.push_back(line->activity);  // of each recording, for now
    } else if (line->time_s == recordings.back().data.time_s.back()) {
      return;
    }
    activity = line->activity;
    append(*line, 1 / kGravity, recordings.back().data);
  });
  if (set.recordings.empty()) {
    throw Error(ErrorCode::malformed_file, file.string(),
                "has no line of a person, an activity, "
                "a time and three numbers");
  }
  if (odd > 0) notes.push_back(fmt::format("{} of {} lines are no samples", odd, all));
  const std::vector<std::string> of_each = std::move(set.classes);
  set.classes.clear();
  for (auto& [name, place] : classes) {
    place = static_cast<int32_t>(set.classes.size());
    set.classes.push_back(name);
  }
  for (size_t i = 0; i < of_each.size(); i++) {
    set.recordings[i].class_of = {classes.at(of_each[i])};
  }
  return set;
}

using ByActivity = std::map<std::string, RecordingFile>;

ByActivity read_sensor(const fs::path& file, const std::string& name, double factor) {
  ByActivity found;
  for_each_line(read_file(file), [&](std::string_view text, int64_t number) {
    if (text.find_first_not_of(" \t\r") == text.npos) return;
    const std::optional<Line> line = line_of(text);
    if (!line || !kLetters.contains(line->activity)) {
      throw Error(ErrorCode::malformed_file, fmt::format("{}:{}", file.string(), number),
                  fmt::format("'{}' is no person, letter, time and three numbers", text));
    }
    RecordingFile& data = found[line->activity];
    data.channels = {name + "_x", name + "_y", name + "_z"};
    if (data.time_s.empty() || line->time_s > data.time_s.back()) append(*line, factor, data);
  });
  return found;
}

RecordingSet read_device(const fs::path& device) {
  RecordingSet set;
  for (const auto& [letter, name] : kLetters) set.classes.push_back(name);
  const std::vector<fs::path> files = entries_of(device / "accel", [](const fs::path& path) {
    const std::string name = path.filename().string();
    return name.starts_with("data_") && name.ends_with(".txt");
  });
  for (const fs::path& file : files) {
    std::string other = file.filename().string();
    const size_t sensor = other.find("accel");
    if (sensor == std::string::npos) continue;
    other.replace(sensor, 5, "gyro");
    const fs::path gyro = need_file(device / "gyro", {other});
    ByActivity accelerations = read_sensor(file, "acc", 1 / kGravity);
    ByActivity rotations = read_sensor(gyro, "gyro", 1);
    for (auto& [letter, acceleration] : accelerations) {
      const auto rotation = rotations.find(letter);
      if (rotation == rotations.end() || acceleration.count < 2 || rotation->second.count < 2) {
        continue;
      }
      const auto label = std::distance(kLetters.begin(), kLetters.find(letter));
      set.recordings.push_back({file,
                                std::string(fields(file.filename().string(), '_')[1]),
                                false,
                                side_by_side({acceleration, rotation->second}, file),
                                {static_cast<int32_t>(label)}});
    }
  }
  if (!set.recordings.empty()) return set;
  throw Error(ErrorCode::missing_file, (device / "accel").string(),
              "has no data_1600_accel_phone.txt with a gyroscope's file beside it");
}

Dataset read(const std::string& source) {
  const fs::path single = find_file(source, {kSingleFile});
  std::vector<std::string> notes;
  RecordingSet set = single.empty() ? read_device(device_in(source)) : read_single(single, notes);
  set.folder = source;
  Dataset dataset = windows_of(std::move(set));
  dataset.notes.insert(dataset.notes.end(), notes.begin(), notes.end());
  return dataset;
}

}  // namespace

extern const DatasetFormat dataset_wisdm;
const DatasetFormat dataset_wisdm = {"wisdm", "WISDM's recordings of phones and watches",
                                     recognizes, read,
                                     "WISDM_ar_v1.1_raw.txt, or raw/phone/accel and gyro"};

}  // namespace mote
