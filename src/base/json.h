// SPDX-License-Identifier: Apache-2.0
// JSON with keys in the order they were written.
#pragma once

#include <nlohmann/json.hpp>

namespace mote {

using Json = nlohmann::ordered_json;

}  // namespace mote
