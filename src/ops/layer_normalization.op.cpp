// SPDX-License-Identifier: Apache-2.0
// y = (x - mean) / sqrt(variance + epsilon) * gain + bias over the axes from
// `axis` on. The other outputs, when asked for, are the means and 1 /
// sqrt(variance + epsilon); they are computed alone.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/error.h"
#include "ops/operands.h"
#include "ops/rows.h"

namespace mote {
namespace {

Rows rows_of(const Graph& graph, const Node& node) {
  return rows_from_axis(graph, node, node.integer("axis", -1));
}

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 2, 3);
  check_rows(graph, node, rows_of(graph, node));
  Shape shape = input(graph, node, 0).shape;
  set_output(graph, node, DType::f32, shape);
  if (node.outputs.size() == 1) return;
  if (node.outputs.size() != 3)
    throw Error(ErrorCode::unsupported_type, "", "gives 1 or 3 outputs");
  const size_t first = normal_axis(node, node.integer("axis", -1), shape.size());
  std::fill(shape.begin() + static_cast<std::ptrdiff_t>(first), shape.end(), 1);
  for (size_t i : {1u, 2u}) set_output(graph, node, DType::f32, shape, i);
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  const Rows rows = rows_of(graph, node);
  std::vector<Tensor> results{rows_reference(node, rows, in)};
  if (node.outputs.size() == 1) return results;
  Tensor means, inverses;
  const auto n = static_cast<double>(rows.length);
  for (int64_t row = 0; row < rows.count; row++) {
    const auto begin = in[0]->begin() + row * rows.length, end = begin + rows.length;
    means.push_back(std::accumulate(begin, end, 0.0) / n);
    const double squares = std::accumulate(begin, end, 0.0, [&](double sum, double element) {
      return sum + (element - means.back()) * (element - means.back());
    });
    inverses.push_back(1 / std::sqrt(squares / n + node.number("epsilon", 1e-5)));
  }
  results.push_back(means);
  results.push_back(inverses);
  return results;
}

KernelCall call(const Graph& graph, const Node& node) {
  KernelCall c = rows_call(node, rows_of(graph, node));
  if (node.outputs.size() == 1) return c;
  c.kernel = "normalize_rows_statistics_f32";
  c.arguments.insert(c.arguments.end(), {node.outputs[1], node.outputs[2]});
  return c;
}

Sharing sharing(const Graph&, const Node& node) {
  return node.outputs.size() == 1 ? Sharing::overwrite : Sharing::none;
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs;
  for (int64_t n : {2, 5, 17, 64, 257}) {
    graphs.push_back(Sample("layer_normalization")
                         .input(DType::f32, {3, n})
                         .constant(DType::f32, {n}, 0.5, 2)
                         .constant(DType::f32, {n}, -1, 1)
                         .output());
  }
  graphs.push_back(Sample("layer_normalization")
                       .input(DType::f32, {2, 3, 5})
                       .constant(DType::f32, {3, 5}, 0.5, 2)
                       .attr("axis", int64_t{1})
                       .attr("epsilon", 0.1)
                       .output());
  graphs.push_back(Sample("layer_normalization")
                       .input(DType::f32, {2, 3, 5})
                       .constant(DType::f32, {5}, 0.5, 2)
                       .outputs({{}, {}, {}}));
  return graphs;
}

}  // namespace

extern const OpDef op_layer_normalization = {
    .name = "layer_normalization",
    .onnx_name = "LayerNormalization",
    .onnx_since = 17,
    .infer = infer,
    .reference = reference,
    .call = call,
    .sharing = sharing,
    .tolerance = 1e-5,
    .samples = samples,
};

}  // namespace mote
