// SPDX-License-Identifier: Apache-2.0
// What the command line knows about one verb.
//
// Each verb is one file, <verb>.command.cpp, that defines `const CommandDef command_<verb>` and is
// thereby registered. Results go to stdout, progress and messages to stderr; with --json stdout
// gets exactly one JSON object.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "base/json.h"
#include "cli/options.h"

namespace mote {

struct Globals {
  bool json = false;
  bool quiet = false;
  bool no_progress = false;
  std::string line;  // what was asked for, as a shell takes it
};

// What a verb gives back: the exit code (0, or 1 when a check failed) and the JSON object, to which
// "schema" is added.
struct CommandResult {
  int exit_code = 0;
  Json json = Json::object();
};

struct CommandDef {
  std::string_view name, summary;
  // Adds the verb's options; gives what is run once they have been parsed.
  std::function<CommandResult()> (*define)(Options& options, const Globals& globals);
};

std::span<const CommandDef* const> all_commands();

}  // namespace mote
