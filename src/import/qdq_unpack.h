// SPDX-License-Identifier: Apache-2.0
// Brings a model's quantizers into few forms, before anything is known of shapes.
#pragma once

#include "import/origin.h"
#include "ir/graph.h"

namespace mote {

// Operators that hold quantizers in themselves (QLinearConv) become quantizers around a real
// operator. Quantizers that stand for more than one constant scale of 8 or 16 bits (computed
// scales, channels of activations, blocks, 4 bits, small floats) become quantize_elements and
// dequantize_elements, which are plain arithmetic.
void unpack_quantizers(Graph& graph, const ModelOrigin& origin);

}  // namespace mote
