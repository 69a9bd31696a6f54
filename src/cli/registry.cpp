// SPDX-License-Identifier: Apache-2.0
#include "cli/command.h"
#include "cli/protocol.h"

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

#define MOTE_ITEM(name) extern const ProtocolDef protocol_##name;
#include "protocol.inc"
#undef MOTE_ITEM

std::span<const ProtocolDef* const> all_protocols() {
#define MOTE_ITEM(name) &protocol_##name,
  static const ProtocolDef* const table[] = {
#include "protocol.inc"
  };
#undef MOTE_ITEM
  return table;
}

}  // namespace mote
