// SPDX-License-Identifier: Apache-2.0
// y = the product of x over axes.
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
      return fold_wrapping(dtype, elements, 1,
                           [](uint64_t so_far, uint64_t element) { return so_far * element; });
    })};
  }
  return {reduction_reference(graph, node, *in[0], [](const Tensor& elements) {
    return std::accumulate(elements.begin(), elements.end(), 1.0, std::multiplies<>());
  })};
}

}  // namespace

extern const OpDef op_reduce_prod = {
    .name = "reduce_prod",
    .onnx_name = "ReduceProd",
    .onnx_since = 18,
    .tflite_names = "REDUCE_PROD",
    .from_tflite = reduction_from_tflite,
    .infer =
        [](Graph& graph, const Node& node) {
          infer_reduction(graph, node,
                          {DType::f32, DType::s8, DType::u8, DType::s16, DType::u16, DType::s32,
                           DType::u32, DType::s64, DType::u64});
        },
    .reference = reference,
    .call = [](const Graph& graph,
               const Node& node) { return reduction_call(graph, node, "reduce_prod"); },
    .tolerance = 3e-5,
    .constant_operands = 0b10,
    .samples =
        [] {
          return reduction_samples("reduce_prod", {DType::f32, DType::s32, DType::s8}, 0.97, 1.03);
        },
};

}  // namespace mote
