// SPDX-License-Identifier: Apache-2.0
#include "cli/command.h"

namespace mote {

#define MOTE_ITEM(name) extern const CommandDef command_##name;
#include "command.inc"
#undef MOTE_ITEM

std::span<const CommandDef* const> all_commands() {
#define MOTE_ITEM(name) &command_##name,
  static const CommandDef* const table[] = {
#include "command.inc"
  };
#undef MOTE_ITEM
  return table;
}

}  // namespace mote
