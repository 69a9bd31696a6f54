// SPDX-License-Identifier: Apache-2.0
// y = the largest element under a sliding window; padding never wins.
#include <algorithm>

#include "base/error.h"
#include "ops/operands.h"
#include "ops/pool.h"

namespace mote {
namespace {

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  Tensor y(static_cast<size_t>(element_count(output(graph, node).shape)));
  for_each_pool(pool_window(graph, node), *in[0], [&](size_t at, const Tensor& seen) {
    if (seen.empty()) throw Error(ErrorCode::bad_model, "", "a pool's window sees only padding");
    y[at] = *std::max_element(seen.begin(), seen.end());
  });
  return {y};
}

}  // namespace

extern const OpDef op_max_pool = {
    .name = "max_pool",
    .onnx_name = "MaxPool",
    .infer = infer_pool,
    .reference = reference,
    .call = [](const Graph& graph, const Node& node) { return pool_call(graph, node, "max_pool"); },
    .normalize = normalize_pool,
    .tolerance = 0,
    .quantizable = [](const Graph&, const Node&) { return true; },
    .keeps_quant = true,
    .samples = [] { return pool_samples("max_pool", false); },
};

}  // namespace mote
