// SPDX-License-Identifier: Apache-2.0
// What mote learn replays.
//
// Each protocol is one file, <name>.protocol.cpp, that defines `const ProtocolDef protocol_<name>`
// ('-' in names is '_' there) and is thereby registered.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "cli/command.h"
#include "cli/material.h"
#include "cli/replay.h"
#include "report/report.h"

namespace mote {

struct LearnOptions : ReplayRequest {
  std::string model, data, protocol = "class-incremental", target = "cortex-m0";
  int64_t windows = 20;  // labelled ones of each new class
  int64_t sets = 5, draws = 4;
  int64_t folds = 6;                // of people who are left out
  std::string labels = "1,3,5,10";  // of each class and batch: one number after the other
  int64_t networks = 3;
  bool logarithms = false, retrained = false;
  bool compare = false;  // with other ways to learn the same
  std::string report;    // HTML file; empty: none
};

// What the protocol trains networks like, and on. Throws bad_model when mote does not train such a
// network from labels.
Material material_of(const LearnOptions& options);

// What repeating a stream on the target took, and whether it gave the same bits.
void say_repetition(const Repetition& repetition, int64_t state_bytes, const Globals& globals);

struct ProtocolDef {
  std::string_view name, summary;
  // Also adds to the report what it shows.
  CommandResult (*run)(const LearnOptions& options, const Globals& globals, Report& report);
};

std::span<const ProtocolDef* const> all_protocols();

}  // namespace mote
