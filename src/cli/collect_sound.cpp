// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/files.h"
#include "base/interrupt.h"
#include "base/progress.h"
#include "base/text.h"
#include "cli/collect.h"
#include "cli/console.h"
#include "data/sound_stream.h"

namespace mote {
namespace {

// The first name that is free in the folder of the class: anna_1.wav.
fs::path free_sound(const CollectRequest& request) {
  for (int64_t number = 1;; number++) {
    const fs::path path =
        fs::path(request.folder) / request.label /
        fmt::format("{}{}.wav", request.person.empty() ? "" : request.person + "_", number);
    if (!fs::exists(path)) return path;
  }
}

}  // namespace

CommandResult collect_sound(const CollectRequest& request, const Globals& globals) {
  constexpr int64_t usual_hz = 16000;
  const int64_t rate_hz =
      request.rate.empty() ? usual_hz : std::llround(parse_frequency(request.rate, "--rate"));
  check_writable(free_sound(request));
  SoundStream stream(request.source, rate_hz);
  Sound sound{{}, stream.rate_hz()};
  const int64_t most = request.seconds * sound.rate_hz;
  Progress progress("collect " + request.label, std::max<int64_t>(1, request.seconds));
  try {
    for (auto some = stream.next(); !some.empty(); some = stream.next()) {
      sound.samples.insert(sound.samples.end(), some.begin(), some.end());
      progress.update(std::ssize(sound.samples) / sound.rate_hz, "");
      if (most > 0 && std::ssize(sound.samples) >= most) break;
    }
  } catch (const Error& error) {
    if (error.code != ErrorCode::interrupted) throw;
    take_interrupt();
  }
  if (most > 0 && std::ssize(sound.samples) > most) sound.samples.resize(static_cast<size_t>(most));
  return write_sound(request, sound, globals);
}

CommandResult write_sound(const CollectRequest& request, const Sound& sound,
                          const Globals& globals) {
  if (sound.samples.empty()) throw Error(ErrorCode::bad_data, request.source, "gave no sound");
  const fs::path path = free_sound(request);
  write_file(path, wav_text(sound));
  const double seconds =
      static_cast<double>(sound.samples.size()) / static_cast<double>(sound.rate_hz);
  say(globals, fmt::format("wrote {}: {:.1f} s of sound at {} Hz\nnext: mote data info {}",
                           path.string(), seconds, sound.rate_hz, request.folder));
  return {0,
          {{"file", path.string()},
           {"samples", sound.samples.size()},
           {"rate_hz", sound.rate_hz},
           {"seconds", seconds}}};
}

}  // namespace mote
