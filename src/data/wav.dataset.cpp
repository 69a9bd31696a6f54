// SPDX-License-Identifier: Apache-2.0
// A folder of sounds: yes/anna_1.wav, no/ben_1.wav (class, who, anything), as Speech Commands has
// them, whose testing_list.txt says what is to test. A sample is one second of int16 sound: shorter
// files end in silence, longer ones are cut, one window every half second. window.txt says
// otherwise.
//
// Speech commands: Warden, 2018.
#include "data/wav.h"

#include <algorithm>

#include "data/folder.h"
#include "data/people.h"
#include "data/recordings.h"

namespace mote {
namespace {

std::vector<fs::path> sounds_in(const fs::path& folder) {
  return entries_of(folder, [](const fs::path& path) { return path.extension() == ".wav"; });
}

// Folders whose names begin with '_' or '.' are no classes.
std::vector<fs::path> classes_in(const fs::path& folder) {
  return entries_of(folder, [](const fs::path& path) {
    const std::string name = path.filename().string();
    return !name.starts_with("_") && !name.starts_with(".") && !sounds_in(path).empty();
  });
}

bool recognizes(const std::string& source) {
  return !classes_in(source).empty();
}

// Without its samples, which come later.
Recording recording_of(const fs::path& file) {
  const Sound sound = read_wav(file);
  Recording recording{.file = file, .person = {}, .data = {}, .class_of = {}};
  recording.data.channels = {"sound"};
  recording.data.interval_s = 1 / static_cast<double>(sound.rate_hz);
  // A little more than a second: at another rate some samples are lost.
  const int64_t least = sound.rate_hz + sound.rate_hz / 64;
  recording.data.count = std::max(static_cast<int64_t>(sound.samples.size()), least);
  recording.read_samples = [file, count = static_cast<size_t>(recording.data.count)] {
    std::vector<float> samples;
    for (const int16_t sample : read_wav(file).samples) {
      samples.push_back(static_cast<float>(sample) / 32768);
    }
    samples.resize(count);
    return samples;
  };
  return recording;
}

Dataset read(const std::string& source) {
  const fs::path folder = source;
  RecordingSet set;
  set.folder = folder;
  set.window_s = 1;
  const std::optional<std::set<std::string>> tested = read_testing_list(folder);
  set.is_split = tested.has_value();
  for (const fs::path& place : classes_in(folder)) {
    const std::string label = place.filename().string();
    for (const fs::path& file : sounds_in(place)) {
      Recording& recording = set.recordings.emplace_back(recording_of(file));
      recording.person = person_of(file);
      recording.is_test = tested && tested->contains(label + "/" + file.filename().string());
      recording.class_of = {static_cast<int32_t>(set.classes.size())};
    }
    set.classes.push_back(label);
  }
  Dataset dataset = windows_of(std::move(set));
  dataset.count_scale = {1.0f / 32768};
  return dataset;
}

}  // namespace

extern const DatasetFormat dataset_wav;
const DatasetFormat dataset_wav = {"wav", "folders of sounds, one a class", recognizes, read,
                                   "yes/anna_1.wav, no/ben_1.wav, ..."};

}  // namespace mote
