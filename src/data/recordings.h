// SPDX-License-Identifier: Apache-2.0
// Recordings of sensors, cut into windows.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "data/dataset.h"
#include "data/recording_file.h"

namespace mote {

struct Recording {
  fs::path file;
  std::string person;                  // "": unknown
  bool is_test = false;                // where RecordingSet::is_split
  RecordingFile data;                  // channels as those of all others
  std::vector<int32_t> class_of = {};  // of each sample, -1: none; one for all of them
  // Where data.samples are too many to have them all at once: reads them, data.count of them.
  std::function<std::vector<float>()> read_samples = {};
};

struct RecordingSet {
  fs::path folder;
  std::vector<std::string> classes;
  std::vector<Recording> recordings;
  bool is_split = false;  // recordings say themselves which are to test
  double window_s = 0;    // of a window; 0: the power of two of samples that is nearest to 2 s
};

// Windows are as long as the set says, or as many samples as window.txt in the folder says, one
// every half window; a window is of the class that most of its samples are of, and none where fewer
// than half have one. All recordings are brought to the usual rate. Gaps end windows. Where the set
// is not split a fifth of the people, one at least, are to test; where people are unknown the last
// quarter of every recording is, or, where most have less than four windows, every fifth recording
// of a class. Notes say what was found: rates, gaps, jitter. Throws shape_mismatch, bad_value
// (time) naming the file. REQUIRES: recordings.
Dataset windows_of(RecordingSet set);

}  // namespace mote
