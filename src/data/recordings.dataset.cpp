// SPDX-License-Identifier: Apache-2.0
// A folder of recordings, each of one class, as 'mote collect', Edge Impulse's tools and phones
// write them: walk.csv, walk.anna.3.csv (class, person, anything), JSON or CBOR in place of CSV.
// A folder in place of the file holds one CSV for each sensor, as phones export them. With folders
// training and testing these are the split.
#include "data/recordings.h"

#include <algorithm>
#include <set>

#include "data/folder.h"

namespace mote {
namespace {

std::vector<fs::path> recordings_in(const fs::path& folder) {
  return entries_of(folder, [](const fs::path& path) {
    return is_recording_file(path) && !path.filename().string().starts_with(".");
  });
}

bool is_split(const fs::path& folder) {
  return !recordings_in(folder / "training").empty() && !recordings_in(folder / "testing").empty();
}

bool recognizes(const std::string& source) {
  return !recordings_in(source).empty() || is_split(source);
}

// class.person.rest.csv, class.rest.csv with a number for the rest, class.csv
std::vector<std::string> parts_of(const fs::path& file) {
  std::vector<std::string> parts;
  const std::string stem = file.stem().string();
  for (size_t at = 0; at != std::string::npos;) {
    const size_t dot = stem.find('.', at);
    parts.push_back(stem.substr(at, dot == std::string::npos ? dot : dot - at));
    at = dot == std::string::npos ? dot : dot + 1;
  }
  return parts;
}

Dataset read(const std::string& source) {
  const fs::path folder = source;
  RecordingSet set;
  set.folder = folder;
  set.is_split = is_split(folder);
  std::vector<std::pair<fs::path, bool>> files;
  for (const bool is_test : {false, true}) {
    if (is_test && !set.is_split) break;
    const fs::path from = !set.is_split ? folder : folder / (is_test ? "testing" : "training");
    for (const fs::path& file : recordings_in(from)) files.emplace_back(file, is_test);
  }
  std::set<std::string> classes;
  for (const auto& [file, is_test] : files) classes.insert(parts_of(file)[0]);
  set.classes.assign(classes.begin(), classes.end());
  for (const auto& [file, is_test] : files) {
    const std::vector<std::string> parts = parts_of(file);
    const auto label = std::distance(classes.begin(), classes.find(parts[0]));
    set.recordings.push_back({file,
                              parts.size() >= 3 ? parts[1] : "",
                              is_test,
                              read_recording_file(file),
                              {static_cast<int32_t>(label)}});
  }
  return windows_of(std::move(set));
}

}  // namespace

extern const DatasetFormat dataset_recordings;
const DatasetFormat dataset_recordings = {
    "recordings", "recordings of one class each, by 'mote collect' or phones", recognizes, read,
    "class.csv, class.person.1.csv, ... (or .json, .cbor)"};

}  // namespace mote
