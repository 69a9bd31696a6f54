// SPDX-License-Identifier: Apache-2.0
// y = the largest element under a sliding window; padding never wins.
#include "ops/largest.h"
#include "ops/operands.h"
#include "ops/pool.h"

namespace mote {

extern const OpDef op_max_pool = {
    .name = "max_pool",
    .onnx_name = "MaxPool",
    .tflite_names = "MAX_POOL_2D",
    .from_tflite = pool_from_tflite,
    .infer = infer_largest,
    .reference = largest_reference,
    .call = largest_call,
    .normalize = normalize_pool,
    .tolerance = 0,
    .quantizable = [](const Graph&, const Node&) { return true; },
    .keeps_quant = true,
    .takes_activation = true,
    .is_spatial = true,
    .window = window_of_pool,
    .samples =
        [] {
          return pool_samples("max_pool", false, {DType::f32, DType::s8, DType::s16, DType::u8});
        },
};

}  // namespace mote
