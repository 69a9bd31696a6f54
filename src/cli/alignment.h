// SPDX-License-Identifier: Apache-2.0
// How the sensors of a data set sit, for libraries that put a turned one right.
#pragma once

#include <optional>

#include "data/dataset.h"
#include "emit/stream.h"

namespace mote {

// First channels of three-axis sensors: channels named "..._x", "..._y", "..._z" whose counts mean
// the same. Where channels have no names: every three, if their counts do.
std::vector<int64_t> three_axis_sensors(const Dataset& dataset);

// From windows of somebody who moves and rests: where gravity points while moving. Nothing when no
// sensor feels gravity, counts are unknown, or nobody moves.
std::optional<Alignment> alignment_of(const Dataset& dataset, const Split& split);

}  // namespace mote
