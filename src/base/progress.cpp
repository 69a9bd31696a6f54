// SPDX-License-Identifier: Apache-2.0
#include "base/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace mote {
namespace {

bool progress_shown = true;

bool is_terminal() {
  static const bool terminal = isatty(STDERR_FILENO) != 0;
  return terminal;
}

std::string bar(double fraction) {
  constexpr int width = 20;
  const int full = static_cast<int>(fraction * width);
  std::string text;
  for (int i = 0; i < width; i++) text += i < full ? "█" : "·";
  return text;
}

}  // namespace

void set_progress_shown(bool shown) {
  progress_shown = shown;
}

Progress::Progress(std::string label, int64_t total)
    : label_(std::move(label)), total_(std::max<int64_t>(total, 1)) {
  begin_ = last_ = std::chrono::steady_clock::now();
}

Progress::~Progress() {
  if (drawn_) fmt::print(stderr, "\r\x1b[K");
}

void Progress::update(int64_t done, const std::string& note, bool milestone) {
  if (!progress_shown) return;
  const auto now = std::chrono::steady_clock::now();
  const double elapsed_s = std::chrono::duration<double>(now - begin_).count();
  const double fraction = std::min(1.0, static_cast<double>(done) / static_cast<double>(total_));
  const double left_s = fraction > 0 ? elapsed_s / fraction - elapsed_s : 0;
  if (!is_terminal()) {
    if (milestone) fmt::print(stderr, "{} {}/{}  {}\n", label_, done, total_, note);
    return;
  }
  if (!milestone && now - last_ < std::chrono::milliseconds(100) && done < total_) return;
  last_ = now;
  drawn_ = true;
  fmt::print(stderr, "\r\x1b[K{} {} {}/{}  {}  {:.0f} s left", label_, bar(fraction), done, total_,
             note, left_s);
  std::fflush(stderr);
}

}  // namespace mote
