// SPDX-License-Identifier: Apache-2.0
// The report of mote compress.
#pragma once

#include "cli/compression.h"
#include "cli/model_report.h"

namespace mote {

// What the search found and what was chosen. `source`: where the material is from; `data`: what the
// command says of the result.
Report compression_report(const Compression& found, const Point& best, const Material& material,
                          const Target& target, const std::string& source, const Json& data);

}  // namespace mote
