// SPDX-License-Identifier: Apache-2.0
// What copying all that a convolution's positions read takes.
#pragma once

#include "forms/loop_counts.h"
#include "ops/window.h"

namespace mote {

// copied_words, copied_bytes (bytes of patches by how they can be copied), outside (bytes of
// padding), runs (copies).
LoopCounts patch_counts(const Window& window);

}  // namespace mote
