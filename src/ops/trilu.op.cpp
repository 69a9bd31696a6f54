// SPDX-License-Identifier: Apache-2.0
// y = the upper (or lower) triangle of each matrix of x, from the diagonal that
// operand 1 names on; 0 elsewhere.
#include <algorithm>

#include "base/error.h"
#include "ops/operands.h"
#include "ops/view.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kDiagonal };

int64_t diagonal(const Graph& graph, const Node& node) {
  const std::vector<int64_t> k = known_integers(graph, node, kDiagonal, {0});
  if (k.size() != 1) fail_operand(graph, node, kDiagonal, "one number");
  return std::clamp<int64_t>(k[0], -(int64_t{1} << 30), int64_t{1} << 30);
}

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 1, 2);
  const Value& x = input(graph, node, kX);
  if (x.shape.size() < 2) fail_operand(graph, node, kX, "matrices");
  diagonal(graph, node);
  set_output(graph, node, x.dtype, x.shape);
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  const Shape& shape = input(graph, node, kX).shape;
  const int64_t columns = shape.back(), rows = shape[shape.size() - 2];
  const bool upper = node.integer("upper", 1) != 0;
  Tensor y = *in[kX];
  for (int64_t i = 0; i < static_cast<int64_t>(y.size()); i++) {
    const int64_t off = i % columns - i / columns % rows - diagonal(graph, node);
    if (upper ? off < 0 : off > 0) y[static_cast<size_t>(i)] = 0;
  }
  return {y};
}

KernelCall call(const Graph& graph, const Node& node) {
  const Value& x = input(graph, node, kX);
  const int64_t columns = x.shape.back(), rows = x.shape[x.shape.size() - 2];
  return {"trilu_" + std::string(dtype_name(x.dtype)),
          {node.inputs[kX], element_count(x.shape) / std::max<int64_t>(rows * columns, 1), rows,
           columns, diagonal(graph, node), node.integer("upper", 1), node.outputs[0]}};
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs;
  for (DType dtype : {DType::f32, DType::s64, DType::b8}) {
    for (int64_t upper : {0, 1}) {
      for (double k : {-2.0, 0.0, 1.0, 9.0}) {
        graphs.push_back(Sample("trilu")
                             .input(dtype, {2, 3, 5})
                             .constant(DType::s64, {}, Tensor{k})
                             .attr("upper", upper)
                             .output());
      }
    }
  }
  return graphs;
}

}  // namespace

extern const OpDef op_trilu = {
    .name = "trilu",
    .onnx_name = "Trilu",
    .onnx_since = 14,
    .infer = infer,
    .reference = reference,
    .call = call,
    .sharing = [](const Graph&, const Node&) { return Sharing::overwrite; },
    .tolerance = 0,
    .constant_operands = 0b10,
    .samples = samples,
};

}  // namespace mote
