// SPDX-License-Identifier: Apache-2.0
// A generated library in this process, fed sample by sample as a device would feed it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>

#include "base/files.h"

namespace mote {

class LiveLibrary {
 public:
  struct Answer {
    int32_t class_index = -1;  // -1: unknown
    int32_t percent = 0;
  };

  // Compiles the folder. step: samples from one window to the next, 0: the library's own; least:
  // percentage below which a class is unknown, -1: the library's own. Throws bad_model when it
  // takes no stream of samples, bad_option when it has no such step, missing_tool, tool_failed.
  LiveLibrary(const std::filesystem::path& library, int64_t step, int64_t least);
  ~LiveLibrary();
  LiveLibrary(const LiveLibrary&) = delete;
  LiveLibrary& operator=(const LiveLibrary&) = delete;

  // One sample; an answer when another window has one. REQUIRES: as many numbers as channels().
  std::optional<Answer> push(std::span<const double> sample);
  void pause();  // a gap

  int64_t channels() const { return facts_[0]; }
  int64_t window() const { return facts_[1]; }
  int64_t step() const { return facts_[2]; }
  int64_t delay() const { return facts_[3]; }  // windows that an answer comes late

 private:
  template <class T>
  T symbol(const char* name) const;

  TemporaryFolder folder_;
  void* handle_ = nullptr;
  const int32_t* facts_ = nullptr;
};

}  // namespace mote
