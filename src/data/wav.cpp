// SPDX-License-Identifier: Apache-2.0
#include "data/wav.h"

#include <fmt/format.h>

#include "base/error.h"

namespace mote {
namespace {

uint32_t number_at(const std::string& text, size_t at, size_t bytes) {
  uint32_t number = 0;
  for (size_t i = bytes; i-- > 0;) number = number << 8 | static_cast<uint8_t>(text[at + i]);
  return number;
}

void append(std::string& text, int64_t number, size_t bytes) {
  for (size_t i = 0; i < bytes; i++) text += static_cast<char>(number >> (8 * i) & 255);
}

}  // namespace

Sound read_wav(const fs::path& path) {
  const std::string text = read_file(path);
  const auto fail = [&](const std::string& what) {
    throw Error(ErrorCode::malformed_file, path.string(), what,
                "expected RIFF WAVE, PCM of 16 bits");
  };
  if (text.size() < 12 || text.compare(0, 4, "RIFF") != 0 || text.compare(8, 4, "WAVE") != 0) {
    fail("is no RIFF WAVE file");
  }
  Sound sound;
  uint32_t channels = 0;
  for (size_t at = 12; at + 8 <= text.size();) {
    const size_t bytes = number_at(text, at + 4, 4), begin = at + 8;
    const bool is_format = text.compare(at, 4, "fmt ") == 0;
    const bool is_data = text.compare(at, 4, "data") == 0;
    if ((is_format || is_data) && begin + bytes > text.size()) fail("ends too early");
    if (is_format) {
      if (bytes < 16 || number_at(text, begin + 14, 2) != 16) fail("has no samples of 16 bits");
      const uint32_t kind = number_at(text, begin, 2);
      constexpr uint32_t pcm = 1, extensible = 0xfffe;
      if (kind != pcm && kind != extensible) fail(fmt::format("is compressed (kind {})", kind));
      channels = number_at(text, begin + 2, 2);
      sound.rate_hz = number_at(text, begin + 4, 4);
      if (sound.rate_hz < 100 || sound.rate_hz > 1000000) {
        throw Error(ErrorCode::malformed_file, path.string(),
                    fmt::format("says that it has {} samples a second", sound.rate_hz));
      }
      if (channels == 0) fail("has no channel");
    }
    if (is_data) {
      if (channels == 0) fail("has sound before its format");
      for (size_t i = begin; i + 2 * channels <= begin + bytes; i += 2 * channels) {
        sound.samples.push_back(static_cast<int16_t>(number_at(text, i, 2)));
      }
      return sound;
    }
    at = begin + bytes + bytes % 2;
  }
  fail("has no sound");
  return sound;
}

std::string wav_text(const Sound& sound) {
  constexpr int64_t pcm = 1, channels = 1, bytes = 2;
  const int64_t length = bytes * std::ssize(sound.samples);
  std::string text = "RIFF";
  append(text, 36 + length, 4);
  text += "WAVEfmt ";
  append(text, 16, 4);
  append(text, pcm, 2);
  append(text, channels, 2);
  append(text, sound.rate_hz, 4);
  append(text, bytes * sound.rate_hz, 4);
  append(text, bytes, 2);
  append(text, 8 * bytes, 2);
  text += "data";
  append(text, length, 4);
  for (const int16_t sample : sound.samples) append(text, sample, 2);
  return text;
}

}  // namespace mote
