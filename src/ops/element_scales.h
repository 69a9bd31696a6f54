// SPDX-License-Identifier: Apache-2.0
// Scales and zero points of QuantizeLinear and DequantizeLinear as operands that stretch to x.
#pragma once

#include "ops/expansion.h"

namespace mote {

// Operand i (one number; one for each index of attribute axis; or one for each block of block_size
// along it) reshaped, or repeated, so that it stretches to operand 0. Throws bad_model when it does
// not fit, unsupported_type for blocks that are not constant.
ValueId element_scales(Graph& graph, const Node& node, size_t i, Expansion& expansion);

}  // namespace mote
