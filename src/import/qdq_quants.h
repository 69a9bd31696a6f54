// SPDX-License-Identifier: Apache-2.0
// First half of reading QuantizeLinear and DequantizeLinear: their scales and
// zero points move into the Quant of the integer values.
#pragma once

#include "import/origin.h"
#include "ir/graph.h"

namespace mote {

// Afterwards a dequantize node has one operand, a quantize node one or (x,
// offset, gain), every integer value among them its Quant. Quantized constants
// are computed, uint8 becomes int8 where nobody outside sees it. Throws
// bad_model, unsupported_type.
void read_quants(Graph& graph, const ModelOrigin& origin);

// The elements of an integer constant as real numbers.
Tensor dequantized(const Value& constant);

}  // namespace mote
