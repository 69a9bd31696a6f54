// SPDX-License-Identifier: Apache-2.0
// DequantizeLinear -> operator -> QuantizeLinear of a graph just read becomes
// one integer node.
#pragma once

#include "import/origin.h"
#include "ir/graph.h"

namespace mote {

// Operators that cannot compute in integers stay float between dequantize and
// quantize nodes. A Relu or Clip(0, 6) before the quantizer becomes the integer
// node's attribute "activation". Throws bad_model, unsupported_type.
void fuse_qdq(Graph& graph, const ModelOrigin& origin);

}  // namespace mote
