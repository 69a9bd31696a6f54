// SPDX-License-Identifier: Apache-2.0
// One recording of sensors as people's tools write it: a table with a head line (CSV), or Edge
// Impulse's data acquisition format (JSON, CBOR).
#pragma once

#include <string>
#include <vector>

#include "base/files.h"

namespace mote {

struct RecordingFile {
  std::vector<std::string> channels;  // names, without those of time
  std::vector<double> time_s;         // of each sample; empty: every interval_s
  std::vector<float> samples;         // samples x channels; g, rad/s, else as they were
  int64_t count = 0;
  double interval_s = 0;  // 0: unknown
};

// Whether the name ends in .csv, .json or .cbor, or it is a folder of sensors' tables as phones
// export them: Accelerometer.csv, Gyroscope.csv, ...
bool is_recording_file(const fs::path& path);

// Of a table: time is a column named "timestamp" (milliseconds), "seconds_elapsed", or one with
// "time" in its name, in the unit that the name has in brackets, else milliseconds (nanoseconds
// where it grows by more than a second a sample). Units m/s2 and deg/s in brackets, or in Edge
// Impulse's list of sensors, become g and rad/s. Throws missing_file, malformed_file and bad_value
// naming file:line.
RecordingFile read_recording_file(const fs::path& path);

// Sensors of different rates side by side: at the moments of the fastest, between samples of the
// others along straight lines; where one has no samples near there are none. Throws bad_data when
// one knows no time or they have no moment in common; `path` is for errors.
RecordingFile side_by_side(const std::vector<RecordingFile>& sensors, const fs::path& path);

// The interval between samples that half of all are shorter than, in seconds. REQUIRES: two.
double usual_interval(const std::vector<double>& time_s);

// A table with the head "timestamp,channels..."; milliseconds. moments: when each sample was, in
// intervals.
std::string recording_text(const std::vector<std::string>& channels, double rate_hz,
                           const std::vector<float>& samples, const std::vector<int64_t>& moments);

}  // namespace mote
