// SPDX-License-Identifier: Apache-2.0
// Runs compilers and emulators.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/files.h"

namespace mote {

// Where PATH has this program.
std::optional<fs::path> find_program(const std::string& name);

// As find_program, but throws missing_tool that names the Debian package.
fs::path require_program(const std::string& name, const std::string& debian_package);

struct ProcessResult {
  int exit_status = 0;  // 128 + signal when it was killed
  std::string output;   // stdout and stderr together
};

// Runs a program to its end without a shell. Ctrl-C ends it and throws interrupted.
// arguments[0] is the program. Throws missing_tool when it cannot be started, and tool_failed
// when it runs longer than `limit_s` seconds.
ProcessResult run_process(const std::vector<std::string>& arguments, double limit_s = 600);

}  // namespace mote
