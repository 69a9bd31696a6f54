// SPDX-License-Identifier: Apache-2.0
// y = the square root of the sum of x * x over axes.
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
    return std::sqrt(std::inner_product(elements.begin(), elements.end(), elements.begin(), 0.0));
  })};
}

}  // namespace

extern const OpDef op_reduce_l2 = {
    .name = "reduce_l2",
    .onnx_name = "ReduceL2",
    .onnx_since = 18,
    .infer = [](Graph& graph, const Node& node) { infer_reduction(graph, node, {DType::f32}); },
    .reference = reference,
    .call = [](const Graph& graph,
               const Node& node) { return reduction_call(graph, node, "reduce_l2"); },
    .tolerance = 3e-6,
    .constant_operands = 0b10,
    .samples = [] { return reduction_samples("reduce_l2", {DType::f32}, -4, 4); },
};

}  // namespace mote
