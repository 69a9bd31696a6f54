// SPDX-License-Identifier: Apache-2.0
// y = the logarithm of the sum of x over axes.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "ops/operands.h"
#include "ops/reduce.h"

namespace mote {
namespace {

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  return {reduction_reference(graph, node, *in[0], [](const Tensor& elements) {
    return std::log(std::accumulate(elements.begin(), elements.end(), 0.0));
  })};
}

}  // namespace

extern const OpDef op_reduce_log_sum = {
    .name = "reduce_log_sum",
    .onnx_name = "ReduceLogSum",
    .onnx_since = 18,
    .infer = [](Graph& graph, const Node& node) { infer_reduction(graph, node, {DType::f32}); },
    .reference = reference,
    .call = [](const Graph& graph,
               const Node& node) { return reduction_call(graph, node, "reduce_log_sum"); },
    .tolerance = 3e-6,
    .constant_operands = 0b10,
    .samples = [] { return reduction_samples("reduce_log_sum", {DType::f32}, 0.1, 4); },
};

}  // namespace mote
