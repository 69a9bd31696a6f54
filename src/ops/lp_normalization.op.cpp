// SPDX-License-Identifier: Apache-2.0
// y = x / (the sum of |x|^p along `axis`)^(1/p), p 1 or 2; a line of zeros
// stays.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/error.h"
#include "ops/lines.h"
#include "ops/operands.h"

namespace mote {
namespace {

Lines lines_of(const Graph& graph, const Node& node) {
  return lines_along(graph, node, node.integer("axis", -1));
}

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 1, 1);
  check_dtype(graph, node, 0, {DType::f32});
  lines_of(graph, node);
  const int64_t p = node.integer("p", 2);
  if (p != 1 && p != 2) throw Error(ErrorCode::bad_model, "", "p must be 1 or 2");
  set_output(graph, node, DType::f32, input(graph, node, 0).shape);
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  const Lines lines = lines_of(graph, node);
  const int64_t p = node.integer("p", 2);
  return {change_lines(lines, lines, *in[0], [&](Tensor line) {
    double sum = 0;
    for (double element : line) sum += p == 1 ? std::abs(element) : element * element;
    const double norm = p == 1 ? sum : std::sqrt(sum);
    for (double& element : line) element = norm == 0 ? 0 : element / norm;
    return line;
  })};
}

// TFLite's is along the last axis and ignores the activation.
void from_tflite(Graph&, const Node& node, std::vector<Node>& nodes) {
  nodes.push_back({node.name, "lp_normalization", {node.inputs[0]}, node.outputs});
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs = line_samples("lp_normalization");
  graphs.push_back(
      Sample("lp_normalization").input(DType::f32, {3, 7}).attr("p", int64_t{1}).output());
  graphs.push_back(Sample("lp_normalization").input(DType::f32, {2, 3}).range(0, 0).output());
  return graphs;
}

}  // namespace

extern const OpDef op_lp_normalization = {
    .name = "lp_normalization",
    .onnx_name = "LpNormalization",
    .tflite_names = "L2_NORMALIZATION",
    .from_tflite = from_tflite,
    .infer = infer,
    .reference = reference,
    .call =
        [](const Graph& graph, const Node& node) {
          return line_call(graph, node, "lp_normalization", lines_of(graph, node),
                           {node.integer("p", 2)});
        },
    .sharing = [](const Graph&, const Node&) { return Sharing::overwrite; },
    .tolerance = 3e-6,
    .samples = samples,
};

}  // namespace mote
