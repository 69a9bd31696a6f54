// SPDX-License-Identifier: Apache-2.0
// Weights of 2, 3 or 4 bits for two vectors at once, as device/kernels/portable/twin_sums.h reads
// them: the fewest bits that do. Null when 4 do not. Counts: twin_macs, twin_macs_3 (of 3 bits),
// twin_walks and twin_rows; of parts part_walks and part_rows.
#pragma once

#include "forms/row_data.h"

namespace mote {

// Of rows whose sums have 16 bits.
std::optional<CompactWeights> pack_twins(Proofs&, const ByteProduct& product);

// The same, of few columns.
std::optional<CompactWeights> pack_few_twins(Proofs& proofs, const ByteProduct& product);

// In parts of which each row's sums have 16 bits (see twin_parts.h).
std::optional<CompactWeights> pack_twin_parts(Proofs&, const ByteProduct& product);

}  // namespace mote
