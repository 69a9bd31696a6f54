// SPDX-License-Identifier: Apache-2.0
// Weights of 2, 3 or 4 bits, row by row, as device/kernels/portable/packed_sum.h reads them.
// Counts: words_2, words_3, words_4 of rows in pairs, alone_words_2 to 4 of an odd last row, walks.
#pragma once

#include "forms/row_data.h"

namespace mote {

// The fewest bits that do. Null when 4 do not.
std::optional<CompactWeights> pack_rows(Proofs&, const ByteProduct& product);

// The words of rows from `first` on, of which each weight fits `bits`.
KernelData packed_words(const ByteProduct& product, int64_t first, int bits);

// Whether each weight does.
bool fits_bits(const ByteProduct& product, int bits);

}  // namespace mote
