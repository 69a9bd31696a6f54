// SPDX-License-Identifier: Apache-2.0
// The report of mote compress.
#pragma once

#include "cli/compression.h"
#include "cli/model_report.h"

namespace mote {

// What the search found and what was chosen; `data`: what the command says of it.
Report compression_report(const Compression& found, const Point& best, const Material& material,
                          const Target& target, const Json& data);

}  // namespace mote
