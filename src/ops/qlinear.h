// SPDX-License-Identifier: Apache-2.0
// What ONNX's QLinear operators share: operands come as (integers, scale, zero point), three in a
// row; they are said by quantizers around the real operator.
#pragma once

#include "ops/expansion.h"

namespace mote {

// Operand i, whose scale and zero point follow it, as real numbers. `axis`: of several scales.
ValueId dequantized(const Node& node, size_t i, int64_t axis, Expansion& expansion);

// A bias of 32 bits in steps of x_scale * w_scale. Throws unsupported_type when those are computed.
ValueId dequantized_bias(Graph& graph, const Node& node, size_t bias, size_t x_scale,
                         size_t w_scale, Expansion& expansion);

// Appends the quantizer that makes the node's output from `real`; its scale is operand i, the zero
// point follows.
void quantize_result(const Graph& graph, const Node& node, size_t i, ValueId real,
                     Expansion& expansion);

}  // namespace mote
