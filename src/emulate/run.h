// SPDX-License-Identifier: Apache-2.0
// Runs a linked program on samples, in several processes at once, and adds up what they report.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "emulate/emulate.h"

namespace mote {

// Sums over inferences, so that processes can be added; all zero without a counter.
struct Counts {
  int64_t inferences = 0, instructions = 0, cycles = 0;
  int64_t instructions_max = 0, stack_bytes = 0;
  std::vector<std::pair<int64_t, int64_t>> layers;  // instructions, cycles
};

struct RunResult {
  Counts counts;
  std::vector<std::vector<char>> outputs;  // by port
  bool stack_overflowed = false;           // then the rest is empty
};

struct Run {
  const LibraryInfo* info = nullptr;
  const Target* target = nullptr;
  const Board* board = nullptr;   // null: this machine
  std::filesystem::path program;  // linked
  std::filesystem::path folder;   // for files of the processes
  const std::vector<std::string>* inputs = nullptr;
  int64_t samples = 0;
  int processes = 1;
};

// Throws missing_tool (QEMU or the counter), tool_failed, device_fault, interrupted.
RunResult run_samples(const Run& run);

// QEMU's plugin: MOTE_COUNTER, or ../lib/mote beside the running program. Throws missing_tool.
std::filesystem::path find_counter();

}  // namespace mote
