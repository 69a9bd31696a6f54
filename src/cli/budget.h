// SPDX-License-Identifier: Apache-2.0
// What a network may take and lose.
#pragma once

#include <limits>
#include <string>

namespace mote {

inline constexpr double kUnlimited = std::numeric_limits<double>::infinity();

struct Budget {
  double flash = kUnlimited, ram = kUnlimited, cycles = kUnlimited;
  double max_drop = kUnlimited;  // of quality on validation samples, as a share

  bool limits_size() const { return flash < kUnlimited || ram < kUnlimited || cycles < kUnlimited; }
};

// Sizes as "16KiB", latency as "50ms@48MHz", the loss in points of quality; "": no limit. Throws
// bad_option naming the option.
Budget parse_budget(const std::string& flash, const std::string& ram, const std::string& latency,
                    const std::string& max_drop);

}  // namespace mote
