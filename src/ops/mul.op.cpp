// SPDX-License-Identifier: Apache-2.0
// y = a * b, shapes stretched to each other.
#include "ops/broadcast.h"
#include "ops/operands.h"

namespace mote {
namespace {

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  return {broadcast_reference(graph, node, in, [](double a, double b) { return a * b; })};
}

}  // namespace

extern const OpDef op_mul = {
    .name = "mul",
    .onnx_name = "Mul",
    .infer = [](Graph& graph, const Node& node) { infer_broadcast(graph, node, {DType::f32}); },
    .reference = reference,
    .call = [](const Graph& graph,
               const Node& node) { return broadcast_call(graph, node, "mul_f32"); },
    .samples = [] { return broadcast_samples("mul"); },
};

}  // namespace mote
