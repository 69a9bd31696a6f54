// SPDX-License-Identifier: Apache-2.0
// What 'collect' records: lines of a sensor, or sound.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/command.h"
#include "data/sample_lines.h"
#include "data/wav.h"

namespace mote {

struct CollectRequest {
  std::string source, label, person, channels, rate, folder;
  int64_t seconds = 0, skip = 0;
};

struct Collected {
  std::vector<float> samples;
  std::vector<int64_t> moments;  // of each sample, in intervals from the first one
  size_t channels = 0;
  double elapsed_s = 0;  // from the first sample to the last, by the clock
  int64_t damaged = 0;   // lines that were left out
  std::string ended_by;  // what went wrong; empty: nothing did

  int64_t count() const { return std::ssize(moments); }
};

// Until the time is over, the stream ends or fails, or Ctrl-C; what there is by then is kept.
// Damaged lines are left out with their time. Throws what ends a stream that gave less than two
// samples.
Collected collect_lines(const CollectRequest& request, double rate_hz, SampleLines& lines);

// Writes request.folder/LABEL/PERSON_1.wav, or the first name that is free. Throws bad_data, and
// what SoundStream throws. REQUIRES: is_sound(request.source).
CommandResult collect_sound(const CollectRequest& request, const Globals& globals);

// The same of sound that is there. Throws bad_data where that is none.
CommandResult write_sound(const CollectRequest& request, const Sound& sound,
                          const Globals& globals);

}  // namespace mote
