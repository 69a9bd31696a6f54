// SPDX-License-Identifier: Apache-2.0
// Windows of a stream that overlap: what the last run computed is kept and only the rest computed.
#pragma once

#include "ir/graph.h"

namespace mote {

// For a graph (channels last) whose one input is 1 x T x C and whose next window begins `hop`
// samples later: each convolution and pool over time, and the input's quantization, runs on both
// ends of its output only; the middle comes from a state. The same outputs as before, bit for bit,
// from the first window on that lies behind a reset as a whole, when every window since the reset
// was run. What depends on the window as a whole (global pools, dense layers) runs as before.
// A front end's input is no more than the newest samples of the window then: what it reads. The
// metadata say "hop" and "window", T. Throws bad_option when the hop is not from 1 to T - 1 or
// nothing can be kept.
void reuse_overlap(Graph& graph, int64_t hop);

}  // namespace mote
