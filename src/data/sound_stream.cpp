// SPDX-License-Identifier: Apache-2.0
#include "data/sound_stream.h"

#include <fmt/format.h>

#include <cerrno>
#include <utility>

#include "base/error.h"
#include "base/interrupt.h"
#include "base/process.h"

namespace mote {
namespace {

constexpr const char* kMicrophone = "microphone";

}  // namespace

bool is_sound(const std::string& source) {
  return source == kMicrophone || source.ends_with(".wav");
}

SoundStream::SoundStream(const std::string& source, int64_t rate_hz) : rate_hz_(rate_hz) {
  if (source != kMicrophone) {
    Sound sound = read_wav(source);
    file_ = std::move(sound.samples);
    rate_hz_ = sound.rate_hz;
    return;
  }
  require_program("arecord", "alsa-utils");
  const std::string command =
      fmt::format("exec arecord -q -t raw -f S16_LE -c 1 -r {} 2>/dev/null", rate_hz);
  microphone_ = popen(command.c_str(), "r");
  if (microphone_ == nullptr) {
    throw Error(ErrorCode::missing_tool, "arecord", "could not be started");
  }
}

SoundStream::~SoundStream() {
  if (microphone_ != nullptr) pclose(microphone_);
}

std::vector<int16_t> SoundStream::next() {
  check_interrupted();
  if (microphone_ == nullptr) return std::exchange(file_, {});
  std::vector<int16_t> some(static_cast<size_t>(rate_hz_ / 20 + 1));
  some.resize(std::fread(some.data(), sizeof some[0], some.size(), microphone_));
  check_interrupted();
  if (some.empty() && !has_begun_) {
    throw Error(ErrorCode::bad_port, kMicrophone, "gives no sound",
                "'arecord -l' lists what there is");
  }
  has_begun_ = true;
  return some;
}

}  // namespace mote
