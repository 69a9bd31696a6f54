// SPDX-License-Identifier: Apache-2.0
// UCI-HAR as its authors publish it: a folder of text files, one line a window.
//
// Human Activity Recognition Using Smartphones: Anguita and others, ESANN 2013.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "base/error.h"
#include "base/parallel.h"
#include "data/dataset.h"
#include "data/folder.h"
#include "data/labels.h"

namespace mote {
namespace {

constexpr int64_t kSteps = 128;
constexpr double kRateHz = 50;
const std::vector<std::string> kChannels = {"body_acc_x",  "body_acc_y",  "body_acc_z",
                                            "body_gyro_x", "body_gyro_y", "body_gyro_z",
                                            "total_acc_x", "total_acc_y", "total_acc_z"};
constexpr std::string_view kSignals = "Inertial Signals";

bool is_root(const fs::path& folder) {
  std::error_code ignored;
  const bool has_signals = fs::is_directory(folder / "train" / kSignals, ignored) ||
                           fs::is_directory(folder / "test" / kSignals, ignored);
  const bool has_parts =
      fs::is_directory(folder / "train", ignored) || fs::is_directory(folder / "test", ignored);
  return has_signals || (has_parts && fs::exists(folder / "activity_labels.txt", ignored));
}

// The folder that holds train/ and test/: `source` itself or one just below; empty: neither.
fs::path find_root(const std::string& source) {
  std::error_code ignored;
  if (is_root(source)) return source;
  std::vector<fs::path> below;
  for (const auto& entry : fs::directory_iterator(source, ignored)) {
    if (entry.is_directory(ignored) && is_root(entry.path())) below.push_back(entry.path());
  }
  return below.empty() ? fs::path() : *std::min_element(below.begin(), below.end());
}

bool recognizes(const std::string& source) {
  return !find_root(source).empty();
}

// "1 WALKING" a line.
std::map<int32_t, std::string> read_activities(const fs::path& path) {
  std::map<int32_t, std::string> activities;
  const std::vector<std::string> lines = read_names(path, true);
  for (size_t i = 0; i < lines.size(); i++) {
    const char* const end = lines[i].data() + lines[i].size();
    int32_t id = 0;
    const auto [stop, status] = std::from_chars(lines[i].data(), end, id);
    const bool is_pair = status == std::errc() && stop != end && *stop == ' ' && stop + 1 != end;
    if (!is_pair || !activities.emplace(id, std::string(stop + 1, end)).second) {
      throw Error(
          ErrorCode::malformed_file, fmt::format("{}:{}", path.string(), i + 1),
          fmt::format("got '{}', expected a new number and a name like '1 WALKING'", lines[i]));
    }
  }
  return activities;
}

// Puts one channel's file between the other channels.
void read_channel(const fs::path& file, size_t channel, Split& split) {
  const NumberRows signal = read_number_rows(file, kSteps);
  if (signal.rows != split.count) {
    throw Error(ErrorCode::shape_mismatch, file.string(),
                fmt::format("{} windows, but {} holds {} labels", signal.rows, split.origin.y_file,
                            split.count));
  }
  for (size_t i = 0; i < signal.values.size(); i++) {
    split.x[i * kChannels.size() + channel] = signal.values[i];
  }
}

Split read_split(const fs::path& root, const std::string& part) {
  const fs::path folder = root / part;
  const fs::path y_file = need_file(folder, {fmt::format("y_{}.txt", part)});
  const fs::path person_file = need_file(folder, {fmt::format("subject_{}.txt", part)});
  Split split;
  split.y = read_whole_numbers(y_file);
  split.person = read_whole_numbers(person_file);
  split.count = static_cast<int64_t>(split.y.size());
  split.origin = {{}, y_file.string(), true};
  if (split.person.size() != split.y.size()) {
    throw Error(ErrorCode::shape_mismatch, person_file.string(),
                fmt::format("{} people, but {} holds {} labels", split.person.size(),
                            y_file.string(), split.count));
  }
  for (const std::string& channel : kChannels) {
    const fs::path file = need_file(folder / kSignals, {fmt::format("{}_{}.txt", channel, part)});
    split.origin.x_files.push_back(file.string());
  }
  split.x.resize(split.y.size() * static_cast<size_t>(kSteps) * kChannels.size());
  parallel_ranges(static_cast<int64_t>(kChannels.size()), [&](int64_t begin, int64_t end) {
    for (size_t c = static_cast<size_t>(begin); c < static_cast<size_t>(end); c++) {
      read_channel(split.origin.x_files[c], c, split);
    }
  });
  return split;
}

Dataset read(const std::string& source) {
  const fs::path root = find_root(source);
  Dataset dataset;
  dataset.name = "ucihar";
  dataset.shape = {kSteps, static_cast<int64_t>(kChannels.size())};
  dataset.channels = kChannels;
  dataset.rate_hz = kRateHz;
  std::vector<int32_t> ids;
  for (const auto& [id, name] : read_activities(need_file(root, {"activity_labels.txt"}))) {
    ids.push_back(id);
    dataset.classes.push_back(name);
  }
  dataset.train = read_split(root, "train");
  dataset.test = read_split(root, "test");
  index_labels(dataset, ids);
  return dataset;
}

}  // namespace

extern const DatasetFormat dataset_ucihar;
const DatasetFormat dataset_ucihar = {
    "ucihar", "UCI-HAR's original folder of text files", recognizes, read,
    "activity_labels.txt, train/, test/ with 'Inertial Signals' (here or one folder below)"};

}  // namespace mote
