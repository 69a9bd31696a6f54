// SPDX-License-Identifier: Apache-2.0
// y = x / (bias + alpha / size * sum of x * x over `size` neighboring
// channels)^beta.
#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "ops/lines.h"
#include "ops/operands.h"

namespace mote {
namespace {

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 1, 1);
  check_dtype(graph, node, 0, {DType::f32});
  lines_along(graph, node, 1);
  const int64_t size = node.integer("size", 0);
  if (size < 1 || size > 1 << 20) throw Error(ErrorCode::bad_model, "", "size must be 1 or more");
  set_output(graph, node, DType::f32, input(graph, node, 0).shape);
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  const Lines lines = lines_along(graph, node, 1);
  const int64_t size = node.integer("size", 1), before = (size - 1) / 2;
  const double alpha = node.number("alpha", 1e-4), beta = node.number("beta", 0.75);
  return {change_lines(lines, lines, *in[0], [&](const Tensor& line) {
    Tensor y;
    for (int64_t c = 0; c < lines.length; c++) {
      const int64_t end = std::min(lines.length, c - before + size);
      double sum = 0;
      for (int64_t other = std::max<int64_t>(0, c - before); other < end; other++) {
        sum += std::pow(line[static_cast<size_t>(other)], 2);
      }
      const double base = node.number("bias", 1) + alpha / static_cast<double>(size) * sum;
      y.push_back(line[static_cast<size_t>(c)] / std::pow(base, beta));
    }
    return y;
  })};
}

KernelCall call(const Graph& graph, const Node& node) {
  const int64_t size = node.integer("size", 1), before = (size - 1) / 2;
  const double alpha = node.number("alpha", 1e-4) / static_cast<double>(size);
  return line_call(
      graph, node, "lrn", lines_along(graph, node, 1),
      {before, size - 1 - before, static_cast<float>(alpha),
       static_cast<float>(node.number("beta", 0.75)), static_cast<float>(node.number("bias", 1))});
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs;
  for (int64_t size : {1, 2, 3, 5, 9}) {
    graphs.push_back(Sample("lrn")
                         .input(DType::f32, {2, 7, 3, 2})
                         .attr("size", size)
                         .attr("alpha", 0.2)
                         .attr("beta", 0.5)
                         .attr("bias", 2.0)
                         .output());
  }
  return graphs;
}

}  // namespace

extern const OpDef op_lrn = {
    .name = "lrn",
    .onnx_name = "LRN",
    .infer = infer,
    .reference = reference,
    .call = call,
    .tolerance = 1e-5,
    .samples = samples,
};

}  // namespace mote
