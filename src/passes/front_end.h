// SPDX-License-Identifier: Apache-2.0
// A network over spectra takes sound instead.
#pragma once

#include <string>

#include "ir/graph.h"

namespace mote {

// The network's int8 input (1 x frames x columns, perhaps x 1) is computed from as much int16 sound
// as that takes. `text`: "mfcc", "log-mel" or "spectrum" (the logarithms of bands that are as wide
// everywhere, from low=0 to high=half the rate), behind a colon what differs from the usual
// (rate=16000, window=480, hop=320, low=20, high=4000, bands=40; columns are the input's). Throws
// bad_option.
void add_front_end(Graph& graph, const std::string& text);

}  // namespace mote
