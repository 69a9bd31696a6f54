// SPDX-License-Identifier: Apache-2.0
// Weights that are 1 at one place of each group of columns and 0 elsewhere (what remains of a layer
// whose blocks of weights come from a code-book, behind the products of the code-book's), as
// device/kernels/portable/code_sums.h reads them. Counts: codes, wide_codes (of more than 4 bits),
// rest_codes (behind the last eight of a row), rest_across (of these, in two bytes), rest_walks,
// walks.
#pragma once

#include "forms/row_data.h"

namespace mote {

std::optional<CompactWeights> pack_codes(Proofs&, const ByteProduct& product);

}  // namespace mote
