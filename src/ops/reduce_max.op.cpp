// SPDX-License-Identifier: Apache-2.0
// y = the largest x over axes.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "ops/operands.h"
#include "ops/reduce.h"

namespace mote {
namespace {

void infer(Graph& graph, const Node& node) {
  infer_reduction(graph, node,
                  {DType::f32, DType::s8, DType::u8, DType::s16, DType::u16, DType::s32, DType::u32,
                   DType::s64, DType::u64, DType::b8});
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs =
      reduction_samples("reduce_max", {DType::f32, DType::u8, DType::s64}, -100, 100);
  graphs.push_back(Sample("reduce_max").input(DType::b8, {3, 5}).output());
  graphs.push_back(
      Sample("reduce_max").input(DType::s8, {3, 5}, quant_of(0.1f, 3)).output(quant_of(0.1f, 3)));
  return graphs;
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  return {reduction_reference(graph, node, *in[0], [&](const Tensor& elements) {
    if (!elements.empty()) return *std::max_element(elements.begin(), elements.end());
    const DType dtype = input(graph, node, 0).dtype;
    return dtype == DType::f32 ? -std::numeric_limits<double>::infinity() : dtype_range(dtype).low;
  })};
}

}  // namespace

extern const OpDef op_reduce_max = {
    .name = "reduce_max",
    .onnx_name = "ReduceMax",
    .onnx_since = 18,
    .tflite_names = "REDUCE_MAX",
    .from_tflite = reduction_from_tflite,
    .infer = infer,
    .reference = reference,
    .call = [](const Graph& graph,
               const Node& node) { return reduction_call(graph, node, "reduce_max"); },
    .tolerance = 0,
    .quantizable = moves_any_type,
    .keeps_quant = true,
    .constant_operands = 0b10,
    .samples = [] { return samples(); },
};

}  // namespace mote
