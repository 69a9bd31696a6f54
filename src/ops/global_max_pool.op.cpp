// SPDX-License-Identifier: Apache-2.0
// y = the largest element of each channel.
#include "ops/largest.h"
#include "ops/operands.h"
#include "ops/pool.h"

namespace mote {

extern const OpDef op_global_max_pool = {
    .name = "global_max_pool",
    .onnx_name = "GlobalMaxPool",

    .infer = infer_largest,
    .reference = largest_reference,
    .call = largest_call,

    .tolerance = 0,
    .quantizable = [](const Graph&, const Node&) { return true; },
    .keeps_quant = true,
    .takes_activation = true,
    .is_spatial = true,
    .window = window_of_pool,
    .samples =
        [] {
          return pool_samples("global_max_pool", true, {DType::f32, DType::s8, DType::u8});
        },
};

}  // namespace mote
