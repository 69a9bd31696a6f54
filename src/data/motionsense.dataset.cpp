// SPDX-License-Identifier: Apache-2.0
// MotionSense's folder A_DeviceMotion_data: dws_1/sub_1.csv and so on, an iPhone in a trouser
// pocket, 24 people, 50 Hz. Gravity and what is moved besides are added to the acceleration that a
// sensor feels.
//
// Mobile sensor data anonymization: Malekzadeh and others, IoTDI 2019.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/error.h"
#include "data/folder.h"
#include "data/recordings.h"

namespace mote {
namespace {

constexpr double kRateHz = 50;
const std::map<std::string, std::string> kActivities = {{"dws", "downstairs"}, {"ups", "upstairs"},
                                                        {"wlk", "walking"},    {"jog", "jogging"},
                                                        {"std", "standing"},   {"sit", "sitting"}};

// "dws" of dws_1; "": another folder.
std::string activity_of(const fs::path& folder) {
  const std::string name = folder.filename().string();
  const size_t underscore = name.find('_');
  const bool is_numbered = underscore != std::string::npos && underscore + 1 < name.size() &&
                           name.find_first_not_of("0123456789", underscore + 1) == name.npos;
  const std::string activity = name.substr(0, underscore);
  return is_numbered && kActivities.contains(activity) ? activity : "";
}

// The folders of activities, here or one level further down.
std::vector<fs::path> trials_in(const fs::path& folder) {
  for (const fs::path& place : {folder, folder / "A_DeviceMotion_data"}) {
    const std::vector<fs::path> trials =
        entries_of(place, [](const fs::path& path) { return !activity_of(path).empty(); });
    if (!trials.empty()) return trials;
  }
  return {};
}

bool recognizes(const std::string& source) {
  return !trials_in(source).empty();
}

RecordingFile read_motion(const fs::path& file) {
  const RecordingFile table = read_recording_file(file);
  const auto column = [&](const std::string& name) {
    const auto found = std::find(table.channels.begin(), table.channels.end(), name);
    if (found != table.channels.end()) {
      return static_cast<size_t>(found - table.channels.begin());
    }
    throw Error(ErrorCode::malformed_file, file.string() + ":1",
                fmt::format("names no column '{}'", name), "it is not MotionSense's device motion");
  };
  RecordingFile motion;
  motion.channels = {"acc_x", "acc_y", "acc_z", "gyro_x", "gyro_y", "gyro_z"};
  std::array<size_t, 3> gravity{}, user{}, rotation{};
  for (size_t axis = 0; axis < 3; axis++) {
    const std::string letter(1, "xyz"[axis]);
    gravity[axis] = column("gravity." + letter);
    user[axis] = column("userAcceleration." + letter);
    rotation[axis] = column("rotationRate." + letter);
  }
  for (int64_t i = 0; i < table.count; i++) {
    const float* const row = table.samples.data() + static_cast<size_t>(i) * table.channels.size();
    for (size_t axis = 0; axis < 3; axis++) {
      motion.samples.push_back(row[gravity[axis]] + row[user[axis]]);
    }
    for (size_t axis = 0; axis < 3; axis++) motion.samples.push_back(row[rotation[axis]]);
    motion.time_s.push_back(static_cast<double>(i) / kRateHz);
  }
  motion.count = table.count;
  return motion;
}

Dataset read(const std::string& source) {
  RecordingSet set;
  set.folder = source;
  std::vector<std::string> activities;
  for (const auto& [activity, name] : kActivities) {
    activities.push_back(activity);
    set.classes.push_back(name);
  }
  for (const fs::path& trial : trials_in(source)) {
    const auto label =
        std::find(activities.begin(), activities.end(), activity_of(trial)) - activities.begin();
    const std::vector<fs::path> files = entries_of(trial, [](const fs::path& path) {
      const std::string name = path.filename().string();
      return name.starts_with("sub_") && name.ends_with(".csv");
    });
    for (const fs::path& file : files) {
      set.recordings.push_back({file,
                                file.stem().string().substr(4),
                                false,
                                read_motion(file),
                                {static_cast<int32_t>(label)}});
    }
  }
  return windows_of(std::move(set));
}

}  // namespace

extern const DatasetFormat dataset_motionsense;
const DatasetFormat dataset_motionsense = {"motionsense", "MotionSense's device motion", recognizes,
                                           read, "dws_1/sub_1.csv, ..."};

}  // namespace mote
