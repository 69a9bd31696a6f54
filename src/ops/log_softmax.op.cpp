// SPDX-License-Identifier: Apache-2.0
// y[i] = x[i] - max - log(sum_j exp(x[j] - max)) along `axis`.
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
  set_output(graph, node, DType::f32, input(graph, node, 0).shape);
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  const Lines lines = lines_of(graph, node);
  return {change_lines(lines, lines, *in[0], [&](Tensor line) {
    const double largest = *std::max_element(line.begin(), line.end());
    double sum = 0;
    for (double element : line) sum += std::exp(element - largest);
    for (double& element : line) element -= largest + std::log(sum);
    return line;
  })};
}

}  // namespace

extern const OpDef op_log_softmax = {
    .name = "log_softmax",
    .onnx_name = "LogSoftmax",
    .tflite_names = "LOG_SOFTMAX",
    .infer = infer,
    .reference = reference,
    .call =
        [](const Graph& graph, const Node& node) {
          return line_call(graph, node, "log_softmax", lines_of(graph, node), {});
        },
    .sharing = [](const Graph&, const Node&) { return Sharing::overwrite; },
    .tolerance = 3e-6,
    .samples = [] { return line_samples("log_softmax"); },
};

}  // namespace mote
