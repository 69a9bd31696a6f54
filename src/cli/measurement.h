// SPDX-License-Identifier: Apache-2.0
// A measurement as JSON and as text.
#pragma once

#include <string>

#include "base/json.h"
#include "emulate/emulate.h"

namespace mote {

Json measurement_json(const Measurement& measured);
std::string measurement_text(const Measurement& measured, const Target& target);

}  // namespace mote
