// SPDX-License-Identifier: Apache-2.0
// Weights of int8 products without their zeros, as device/kernels/portable/sparse_*rows.h read
// them. Counts: entries, runs.
#pragma once

#include "forms/row_data.h"

namespace mote {

// With a byte for the distance from one to the next and one for the weight. Null when too few are
// zero for it to pay.
std::optional<CompactWeights> pack_sparse(Proofs&, const ByteProduct& product);

// With 4 bits for either, when there are at most 15 values.
std::optional<CompactWeights> pack_sparse_table(Proofs&, const ByteProduct& product);

// Lists of the places of w and of -w, when there are no others.
std::optional<CompactWeights> pack_sparse_signs(Proofs&, const ByteProduct& product);

// `bytes` in runs, each behind how many entries of `width` bytes it has: 255 when it goes on in
// another.
void append_runs(const Tensor& bytes, size_t width, Tensor& codes);

}  // namespace mote
