// SPDX-License-Identifier: Apache-2.0
// Weights of int8 products without their zeros where four rows have these in the same places, as
// device/kernels/portable/block_walk.h reads them. Counts: blocks, block_places.
#pragma once

#include "forms/row_data.h"

namespace mote {

// Null when most places would have to be stored, or a sum may need more than 24 bits.
std::optional<CompactWeights> pack_row_blocks(Proofs&, const ByteProduct& product);

}  // namespace mote
