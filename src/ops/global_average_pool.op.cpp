// SPDX-License-Identifier: Apache-2.0
// y = the mean of the elements of each channel.
#include "ops/average.h"
#include "ops/operands.h"
#include "ops/pool.h"

namespace mote {

extern const OpDef op_global_average_pool = {
    .name = "global_average_pool",
    .onnx_name = "GlobalAveragePool",
    .infer = infer_average,
    .reference = average_reference,
    .call = average_call,
    .tolerance = 3e-6,
    .quantizable = [](const Graph&, const Node&) { return true; },
    .keeps_quant = true,
    .takes_activation = true,
    .is_spatial = true,
    .window = window_of_pool,
    .samples =
        [] {
          return pool_samples("global_average_pool", true, {DType::f32, DType::s8, DType::s16});
        },
};

}  // namespace mote
