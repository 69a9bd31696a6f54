// SPDX-License-Identifier: Apache-2.0
// mote targets: what code can be generated for and run on.
#include "base/text.h"
#include "cli/console.h"
#include "target/target.h"

namespace mote {
namespace {

CommandResult run(const Globals& globals) {
  CommandResult done;
  std::vector<std::vector<std::string>> rows{{"target", "boards", "what it is"}};
  for (const Target& target : all_targets()) {
    std::string names;
    Json boards = Json::array();
    for (const Board& board : target.boards) {
      names += (names.empty() ? "" : ", ") + board.name;
      boards.push_back({{"name", board.name},
                        {"flash_bytes", board.flash_bytes},
                        {"ram_bytes", board.ram_bytes}});
    }
    rows.push_back({target.name, names.empty() ? "this machine" : names, target.summary});
    done.json["targets"].push_back({{"name", target.name},
                                    {"summary", target.summary},
                                    {"boards", boards},
                                    {"cycles_exact", target.cycles_are_exact}});
  }
  say(globals, table(rows));
  return done;
}

}  // namespace

extern const CommandDef command_targets = {
    "targets", "List the processors mote generates for",
    [](Options&, const Globals& globals) -> std::function<CommandResult()> {
      return [&globals] { return run(globals); };
    }};

}  // namespace mote
