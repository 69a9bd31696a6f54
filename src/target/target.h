// SPDX-License-Identifier: Apache-2.0
// The machines that mote generates for: one device/targets/<name>.toml each, built in as text.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mote {

// One emulated machine. A target lists them in order of preference: the first that holds the
// program is taken, and results say which.
struct Board {
  std::string name;     // "microbit", shown to the user
  std::string machine;  // QEMU's -M
  uint32_t flash_origin = 0, flash_bytes = 0;
  uint32_t ram_origin = 0, ram_bytes = 0;
};

struct Target {
  std::string name;     // "cortex-m0"
  std::string summary;  // "Arm Cortex-M0 (ARMv6-M), no SIMD, no long multiply"
  std::vector<std::string>
      kernel_folders;              // under device/kernels, first match wins; last: portable
  std::string compiler;            // "arm-none-eabi-gcc", "cc"
  std::string compiler_package;    // Debian package, for error messages
  std::vector<std::string> flags;  // for compiling the library and the firmware
  std::vector<Board> boards;       // empty: runs on this machine
  std::string cycle_model;         // "m0" complete table, "m4" estimate, "" none
  bool cycles_are_exact = false;   // complete table for zero wait states
};

const std::vector<Target>& all_targets();            // host first, then by name
const Target& find_target(const std::string& name);  // throws bad_option with a suggestion

}  // namespace mote
