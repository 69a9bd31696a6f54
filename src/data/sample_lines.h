// SPDX-License-Identifier: Apache-2.0
// Samples as text, one a line, from a file, a pipe or a serial port: the lines that data forwarders
// of sensor boards send ("-0.12,-6.20,7.90"; commas, semicolons, tabs or spaces between).
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace mote {

class SampleLines {
 public:
  // "stdin", "serial:/dev/ttyACM0", "serial:/dev/ttyACM0@460800", or a file. Throws missing_file,
  // bad_port, bad_option.
  explicit SampleLines(const std::string& source);
  // An open file, which this closes; `name` is for errors.
  SampleLines(int file, const std::string& name) : name_(name), file_(file) {}
  ~SampleLines();
  SampleLines(const SampleLines&) = delete;
  SampleLines& operator=(const SampleLines&) = delete;

  // The numbers that the next line begins with: none where it begins with something else; nothing
  // at the end. Throws interrupted, bad_value (a number is not finite, a line longer than 64 KiB).
  std::optional<std::vector<double>> next();

  // "FILE:12", of the line that came last.
  std::string place() const;

 private:
  bool read_more();

  std::string name_, buffer_;
  int file_ = -1;
  int64_t line_ = 0;
};

}  // namespace mote
