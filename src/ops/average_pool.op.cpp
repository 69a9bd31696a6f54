// SPDX-License-Identifier: Apache-2.0
// y = the mean of the elements of a sliding window; padding does not count.
#include "ops/average.h"
#include "ops/operands.h"
#include "ops/pool.h"

namespace mote {

extern const OpDef op_average_pool = {
    .name = "average_pool",
    .onnx_name = "AveragePool",
    .infer = infer_pool,
    .reference = average_reference,
    .call = [](const Graph& graph,
               const Node& node) { return pool_call(graph, node, "average_pool"); },
    .normalize = normalize_pool,
    .quantizable = [](const Graph&, const Node&) { return true; },
    .keeps_quant = true,
    .samples = [] { return pool_samples("average_pool", false); },
};

}  // namespace mote
