// SPDX-License-Identifier: Apache-2.0
// Weights of 4 bits in the form that device/kernels/portable/nibbles.h reads.
#pragma once

#include "forms/quads.h"

namespace mote {

// The stream and scales of the product. Null when a weight needs more than 4 bits, rows are no
// multiple of 8, or a row's sums or multiplier leave no room for it.
std::optional<Quads> pack_nibbles(Proofs& proofs, const ByteProduct& product);

}  // namespace mote
