// SPDX-License-Identifier: Apache-2.0
// A phone's sensors, through a page that this machine serves.
#pragma once

#include <string>

#include "cli/command.h"
#include "ir/graph.h"

namespace mote {

// "phone", "phone:8443".
bool is_phone(const std::string& source);
// "http", "http:8080".
bool is_http(const std::string& source);

// What a channel is called that is a microphone's.
inline constexpr const char* kSoundChannel = "sound";

// What a phone's page calls the channels of a network: "acc.x" and so on. Throws bad_option when
// one of them is nothing that phones measure.
std::vector<std::string> phone_channels(const std::vector<std::string>& names);

// Serves the network to phones until Ctrl-C; they classify. Throws bad_option, missing_tool,
// bad_port.
CommandResult serve_to_phones(const Graph& graph, const std::string& source,
                              const Globals& globals);

// Says where to look, with a code to scan.
void say_address(const std::string& url, const Globals& globals);

}  // namespace mote
