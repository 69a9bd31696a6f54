// SPDX-License-Identifier: Apache-2.0
// Sound files: RIFF WAVE with 16-bit samples.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/files.h"

namespace mote {

struct Sound {
  std::vector<int16_t> samples;  // of the first channel
  int64_t rate_hz = 0;
};

// Throws missing_file, malformed_file (another format, a file that ends too early).
Sound read_wav(const fs::path& path);

// As read_wav() takes it, of one channel.
std::string wav_text(const Sound& sound);

}  // namespace mote
