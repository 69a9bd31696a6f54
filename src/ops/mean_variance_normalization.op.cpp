// SPDX-License-Identifier: Apache-2.0
// y = (x - mean) / (sqrt(variance) + 1e-9) over `axes` (0, 2, 3 unless given).
// Said by others.
#include "ops/expansion.h"
#include "ops/operands.h"

namespace mote {
namespace {

void expand(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  check_input_count(node, 1, 1);
  check_dtype(graph, node, 0, {DType::f32});
  Expansion expansion(graph, node, nodes);
  const ValueId axes = expansion.integers(node.integers("axes", {0, 2, 3}));
  const ValueId mean = expansion.add("reduce_mean", {node.inputs[0], axes});
  const ValueId centered = expansion.add("sub", {node.inputs[0], mean});
  const ValueId squares = expansion.add("mul", {centered, centered});
  const ValueId variance = expansion.add("reduce_mean", {squares, axes});
  const ValueId deviation = expansion.add("sqrt", {variance});
  const ValueId divisor = expansion.add("add", {deviation, expansion.real(1e-9)});
  expansion.finish("div", {centered, divisor}, node.outputs[0]);
}

}  // namespace

extern const OpDef op_mean_variance_normalization = {
    .name = "mean_variance_normalization",
    .onnx_name = "MeanVarianceNormalization",
    .expand = expand,
};

}  // namespace mote
