// SPDX-License-Identifier: Apache-2.0
#include "train/network.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"

namespace mote {

#define MOTE_ITEM(name) extern const NetworkDef network_##name;
#include "network.inc"
#undef MOTE_ITEM

std::span<const NetworkDef* const> all_networks() {
#define MOTE_ITEM(name) &network_##name,
  static const NetworkDef* const table[] = {
#include "network.inc"
  };
#undef MOTE_ITEM
  return table;
}

const NetworkDef& find_network(std::string_view name) {
  std::vector<std::string> names;
  for (const NetworkDef* network : all_networks()) {
    if (network->name == name) return *network;
    names.emplace_back(network->name);
  }
  const std::string guess = did_you_mean(name, names);
  std::string known;
  for (const std::string& each : names) known += (known.empty() ? "" : ", ") + each;
  throw Error(ErrorCode::bad_option, "", fmt::format("there is no network '{}'", name),
              guess.empty() ? "the networks are " + known : guess);
}

}  // namespace mote
