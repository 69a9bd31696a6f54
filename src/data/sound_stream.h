// SPDX-License-Identifier: Apache-2.0
// Sound as it comes: from a file, or from this machine's microphone.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "data/wav.h"

namespace mote {

// "microphone", or a file named .wav.
bool is_sound(const std::string& source);

class SoundStream {
 public:
  // A microphone's at that rate (by ALSA's arecord), a file's at its own. Throws missing_tool,
  // missing_file, malformed_file. REQUIRES: is_sound(source).
  SoundStream(const std::string& source, int64_t rate_hz);
  ~SoundStream();
  SoundStream(const SoundStream&) = delete;
  SoundStream& operator=(const SoundStream&) = delete;

  int64_t rate_hz() const { return rate_hz_; }

  // Some more of it; nothing at the end. Throws interrupted; bad_port when a microphone is silent
  // from the beginning.
  std::vector<int16_t> next();

 private:
  std::vector<int16_t> file_;  // all of it
  std::FILE* microphone_ = nullptr;
  int64_t rate_hz_ = 0;
  bool has_begun_ = false;
};

}  // namespace mote
