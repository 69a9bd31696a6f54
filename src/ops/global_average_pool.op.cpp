// SPDX-License-Identifier: Apache-2.0
// y = the mean of the elements of each channel.
#include "ops/average.h"
#include "ops/operands.h"
#include "ops/pool.h"

namespace mote {

extern const OpDef op_global_average_pool = {
    .name = "global_average_pool",
    .onnx_name = "GlobalAveragePool",
    .infer = infer_pool,
    .reference = average_reference,
    .call = [](const Graph& graph,
               const Node& node) { return pool_call(graph, node, "average_pool"); },
    .quantizable = [](const Graph&, const Node&) { return true; },
    .keeps_quant = true,
    .samples = [] { return pool_samples("global_average_pool", true); },
};

}  // namespace mote
