// SPDX-License-Identifier: Apache-2.0
// One line that shows how far long work is: a bar on a terminal, plain lines elsewhere.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace mote {

// Off with --no-progress or --quiet; set once by the command line.
void set_progress_shown(bool shown);

class Progress {
 public:
  Progress(std::string label, int64_t total);
  ~Progress();  // ends the line
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // `note` is shown after the bar ("loss 0.12  val 95.1 %"). Not a terminal: a line whenever
  // `milestone` is true. Everything goes to stderr.
  void update(int64_t done, const std::string& note = "", bool milestone = false);

 private:
  std::string label_;
  int64_t total_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point begin_, last_;
};

}  // namespace mote
