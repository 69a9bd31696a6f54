// SPDX-License-Identifier: Apache-2.0
// y = x / sqrt(mean of x * x + epsilon) * gain over the axes from `axis` on.
#include "base/error.h"
#include "ops/operands.h"
#include "ops/rows.h"

namespace mote {
namespace {

Rows rows_of(const Graph& graph, const Node& node) {
  Rows rows = rows_from_axis(graph, node, node.integer("axis", -1));
  rows.is_centered = false;
  return rows;
}

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 2, 2);
  check_rows(graph, node, rows_of(graph, node));
  set_output(graph, node, DType::f32, input(graph, node, 0).shape);
}

std::vector<Graph> samples() {
  return {Sample("rms_normalization")
              .input(DType::f32, {3, 17})
              .constant(DType::f32, {17}, 0.5, 2)
              .output(),
          Sample("rms_normalization")
              .input(DType::f32, {2, 3, 5})
              .constant(DType::f32, {3, 5}, 0.5, 2)
              .attr("axis", int64_t{1})
              .attr("epsilon", 0.1)
              .output()};
}

}  // namespace

extern const OpDef op_rms_normalization = {
    .name = "rms_normalization",
    .onnx_name = "RMSNormalization",
    .onnx_since = 23,
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
