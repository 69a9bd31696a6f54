// SPDX-License-Identifier: Apache-2.0
// y = (x - mean) / sqrt(variance + epsilon) * gain[c] + bias[c] over each
// channel of each image.
#include "base/error.h"
#include "ops/operands.h"
#include "ops/rows.h"

namespace mote {
namespace {

Rows rows_of(const Graph& graph, const Node& node) {
  const Shape& shape = input(graph, node, 0).shape;
  if (shape.size() < 3 || element_count(shape) == 0) {
    fail_operand(graph, node, 0, "batch, channels and spatial axes");
  }
  const int64_t inner = element_count(shape) / shape[0] / shape[1];
  return {shape[0] * shape[1], inner, inner, shape[1]};
}

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 3, 3);
  check_rows(graph, node, rows_of(graph, node));
  set_output(graph, node, DType::f32, input(graph, node, 0).shape);
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs;
  for (const Shape& shape : {Shape{1, 4, 7}, Shape{2, 6, 3, 5}}) {
    graphs.push_back(Sample("instance_normalization")
                         .input(DType::f32, shape)
                         .constant(DType::f32, {shape[1]}, 0.5, 2)
                         .constant(DType::f32, {shape[1]}, -1, 1)

                         .attr("epsilon", 1e-3)
                         .output());
  }
  return graphs;
}

}  // namespace

extern const OpDef op_instance_normalization = {
    .name = "instance_normalization",
    .onnx_name = "InstanceNormalization",
    .infer = infer,
    .reference =
        [](const Graph& graph, const Node& node, std::span<const Tensor* const> in) {
          return std::vector<Tensor>{rows_reference(node, rows_of(graph, node), in)};
        },
    .call = [](const Graph& graph,
               const Node& node) { return rows_call(node, rows_of(graph, node)); },
    .sharing = [](const Graph&, const Node&) { return Sharing::overwrite; },
    .tolerance = 1e-5,
    .samples = samples,
};

}  // namespace mote
