// SPDX-License-Identifier: Apache-2.0
// y[i] = 1 for the first of the largest elements along `axis`, 0 for all
// others.
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
    const auto largest = std::max_element(line.begin(), line.end()) - line.begin();
    std::fill(line.begin(), line.end(), 0.0);
    line[static_cast<size_t>(largest)] = 1;
    return line;
  })};
}

}  // namespace

extern const OpDef op_hardmax = {
    .name = "hardmax",
    .onnx_name = "Hardmax",
    .infer = infer,
    .reference = reference,
    .call =
        [](const Graph& graph, const Node& node) {
          return line_call(graph, node, "hardmax", lines_of(graph, node), {});
        },
    .sharing = [](const Graph&, const Node&) { return Sharing::overwrite; },
    .tolerance = 0,
    .samples = [] { return line_samples("hardmax"); },
};

}  // namespace mote
