// SPDX-License-Identifier: Apache-2.0
// y = log(the sum of exp(x) over axes).
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
    if (elements.empty()) return -std::numeric_limits<double>::infinity();
    const double largest = *std::max_element(elements.begin(), elements.end());
    double sum = 0;
    for (double element : elements) sum += std::exp(element - largest);
    return largest + std::log(sum);
  })};
}

}  // namespace

extern const OpDef op_reduce_log_sum_exp = {
    .name = "reduce_log_sum_exp",
    .onnx_name = "ReduceLogSumExp",
    .onnx_since = 18,
    .infer = [](Graph& graph, const Node& node) { infer_reduction(graph, node, {DType::f32}); },
    .reference = reference,
    .call = [](const Graph& graph,
               const Node& node) { return reduction_call(graph, node, "reduce_log_sum_exp"); },
    .tolerance = 3e-6,
    .constant_operands = 0b10,
    .samples = [] { return reduction_samples("reduce_log_sum_exp", {DType::f32}, -4, 4); },
};

}  // namespace mote
