// SPDX-License-Identifier: Apache-2.0
// y = a - b, shapes stretched to each other.
#include "ops/broadcast.h"
#include "ops/operands.h"

namespace mote {
namespace {

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  return {broadcast_reference(graph, node, in, [](double a, double b) { return a - b; })};
}

}  // namespace

extern const OpDef op_sub = {
    .name = "sub",
    .onnx_name = "Sub",
    .infer = [](Graph& graph, const Node& node) { infer_broadcast(graph, node, {DType::f32}); },
    .reference = reference,
    .call = [](const Graph& graph,
               const Node& node) { return broadcast_call(graph, node, "sub_f32"); },
    .samples = [] { return broadcast_samples("sub"); },
};

}  // namespace mote
