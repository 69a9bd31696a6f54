// SPDX-License-Identifier: Apache-2.0
// Weights of 4 bits in the form that device/kernels/portable/nibbles.h reads.
#pragma once

#include "forms/row_data.h"

namespace mote {

// The stream and scales of blocks of eight rows, and the words of the rows behind them. Null when a
// weight needs more than 4 bits, there is no block, or a row's sums or multiplier leave no room for
// it. Counts: nibble_macs, nibble_outputs, words_4, walks.
std::optional<CompactWeights> pack_nibbles(Proofs& proofs, const ByteProduct& product);

}  // namespace mote
