// SPDX-License-Identifier: Apache-2.0
// Weights of int8 products without their zeros, as device/kernels/portable/sparse_rows.h reads
// them.
#pragma once

#include "forms/byte_product.h"
#include "forms/form.h"

namespace mote {

// The call of `kernel` for `count` vectors x. Null when too few weights are zero for it to pay, or
// a row's sums or multiplier leave no room.
std::optional<Lowered> lower_sparse(Proofs& proofs, const std::string& kernel, const Node& node,
                                    const ByteProduct& product, int64_t count);

}  // namespace mote
