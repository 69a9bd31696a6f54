// SPDX-License-Identifier: Apache-2.0
// y = activation(a - b), shapes stretched to each other. Integers that stand for real numbers as in
// TFLite's SUB.
#include "ops/binary.h"
#include "ops/quantized_sum.h"

namespace mote {
namespace {

constexpr BinaryFunction function = {
    .formula = [](double a, double b, int64_t) { return a - b; },
    .integers =
        [](DType, int64_t a, int64_t b, int64_t) {
          return static_cast<int64_t>(static_cast<uint64_t>(a) - static_cast<uint64_t>(b));
        },
    .clamps = true,
    .quantized =
        [](const Graph& graph, const Node& node, std::span<const Tensor* const> in) {
          return quantized_sum(graph, node, in, -1);
        },
    .quantized_call =
        [](const Graph& graph, const Node& node) {
          return quantized_sum_call(graph, node, "difference");
        },
    .takes_wide = true,
};

std::vector<Graph> samples() {
  std::vector<Graph> graphs = binary_samples("sub", function);
  add_quantized_sum_samples("sub", graphs);
  return graphs;
}

}  // namespace

extern const OpDef op_sub = binary<function>(
    {.name = "sub", .onnx_name = "Sub", .tflite_names = "SUB", .samples = samples});

}  // namespace mote
