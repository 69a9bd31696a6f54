// SPDX-License-Identifier: Apache-2.0
// mote version: which mote this is and what it was built with.
#include "cli/console.h"
#include "train/train.h"

namespace mote {
namespace {

CommandResult run(const Globals& globals) {
  const bool training = can_train();
  say(globals, fmt::format("mote {}{}", MOTE_VERSION, training ? "" : " (without training)"));
  return {0, {{"version", MOTE_VERSION}, {"training", training}}};
}

}  // namespace

extern const CommandDef command_version = {
    "version", "Print the version",
    [](Options&, const Globals& globals) -> std::function<CommandResult()> {
      return [&globals] { return run(globals); };
    }};

}  // namespace mote
