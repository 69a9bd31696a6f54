// SPDX-License-Identifier: Apache-2.0
// y = the sum of x * x over axes.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "ops/operands.h"
#include "ops/reduce.h"

namespace mote {
namespace {

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  const DType dtype = input(graph, node, 0).dtype;
  if (dtype != DType::f32) {
    return {reduction_reference(graph, node, *in[0], [dtype](const Tensor& elements) {
      return fold_wrapping(dtype, elements, 0, [](uint64_t so_far, uint64_t element) {
        return so_far + element * element;
      });
    })};
  }
  return {reduction_reference(graph, node, *in[0], [](const Tensor& elements) {
    return std::inner_product(elements.begin(), elements.end(), elements.begin(), 0.0);
  })};
}

}  // namespace

extern const OpDef op_reduce_sum_square = {
    .name = "reduce_sum_square",
    .onnx_name = "ReduceSumSquare",
    .onnx_since = 18,
    .infer =
        [](Graph& graph, const Node& node) {
          infer_reduction(graph, node,
                          {DType::f32, DType::s8, DType::u8, DType::s16, DType::u16, DType::s32,
                           DType::u32, DType::s64, DType::u64});
        },
    .reference = reference,
    .call = [](const Graph& graph,
               const Node& node) { return reduction_call(graph, node, "reduce_sum_square"); },
    .tolerance = 3e-6,
    .constant_operands = 0b10,
    .samples =
        [] {
          return reduction_samples("reduce_sum_square",
                                   {DType::f32, DType::s32, DType::u8, DType::s64}, -4, 4);
        },
};

}  // namespace mote
