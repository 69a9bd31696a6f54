// SPDX-License-Identifier: Apache-2.0
// A network over spectra takes sound instead.
#pragma once

#include <string>

#include "ir/graph.h"
#include "ops/mfcc.h"

namespace mote {

// The metadata in which a network says what its features are made by.
inline constexpr const char* kFrontEnd = "front_end";

// `text`: "mfcc", "log-mel" or "spectrum" (the logarithms of bands that are as wide everywhere,
// from low=0 to high=half the rate), behind a colon what differs from the usual (rate=16000,
// window=480, hop=320, low=20, high=4000, bands=40, and of mfcc coefficients=10). With a rate,
// windows are usually 30 ms long, one every 20 ms. columns: what is usual instead of 10 or 40; 0:
// those. Throws bad_option.
MfccSettings parse_front_end(const std::string& text, int64_t rate = 0, int64_t columns = 0);

// The same in full: parse_front_end() of it gives the same settings.
std::string front_end_text(const MfccSettings& settings);

// The network's int8 input (1 x frames x columns, perhaps x 1), or what a real one is normalized
// and quantized to, is computed from as much int16 sound as that takes. "": by what the metadata
// says, which then says it no longer; nothing where it says nothing. Throws bad_option.
void add_front_end(Graph& graph, const std::string& text = "");

}  // namespace mote
