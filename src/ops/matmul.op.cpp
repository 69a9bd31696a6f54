// SPDX-License-Identifier: Apache-2.0
// y[.., m, n] = sum_k a[.., m, k] * b[.., k, n]; leading axes stretch to each other, and a vector
// is a matrix of one row (left) or one column (right) that the result does without.
#include <fmt/format.h>

#include "base/error.h"
#include "ops/broadcast.h"
#include "ops/expansion.h"
#include "ops/operands.h"

namespace mote {
namespace {

enum Operand : size_t { kA, kB };

struct Geometry {
  Shape batch;  // leading axes of the result
  int64_t rows, depth, columns;
  std::vector<size_t> a_first, b_first;  // for each matrix of the batch, where its operands begin
};

Shape leading(const Shape& shape) {
  return shape.size() <= 2 ? Shape{} : Shape(shape.begin(), shape.end() - 2);
}

Geometry geometry(const Graph& graph, const Node& node) {
  Value a = input(graph, node, kA), b = input(graph, node, kB);
  if (a.shape.empty() || b.shape.empty()) {
    throw Error(ErrorCode::bad_model, "", "takes matrices and vectors, not scalars");
  }
  if (a.shape.size() == 1) a.shape.insert(a.shape.begin(), 1);
  if (b.shape.size() == 1) b.shape.push_back(1);
  Geometry g{{}, a.shape[a.shape.size() - 2], a.shape.back(), b.shape.back(), {}, {}};
  if (b.shape[b.shape.size() - 2] != g.depth) {
    throw Error(ErrorCode::bad_model, "",
                fmt::format("'{}' {} and '{}' {} do not fit together", a.name, to_string(a.shape),
                            b.name, to_string(b.shape)));
  }
  Value left{a.name, a.dtype, leading(a.shape)}, right{b.name, b.dtype, leading(b.shape)};
  g.batch = broadcast_shape(left, right);
  g.a_first = broadcast_indices(left.shape, g.batch);
  g.b_first = broadcast_indices(right.shape, g.batch);
  for (size_t& at : g.a_first) at *= static_cast<size_t>(g.rows * g.depth);
  for (size_t& at : g.b_first) at *= static_cast<size_t>(g.depth * g.columns);
  return g;
}

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 2, 2);
  check_dtype(graph, node, kA, {DType::f32, DType::s32});
  check_dtype(graph, node, kB, {input(graph, node, kA).dtype});
  const Geometry g = geometry(graph, node);
  Shape shape = g.batch;
  if (input(graph, node, kA).shape.size() > 1) shape.push_back(g.rows);
  if (input(graph, node, kB).shape.size() > 1) shape.push_back(g.columns);
  set_output(graph, node, input(graph, node, kA).dtype, shape);
}

int64_t macs(const Graph& graph, const Node& node) {
  const Geometry g = geometry(graph, node);
  return element_count(g.batch) * g.rows * g.depth * g.columns;
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  const Geometry g = geometry(graph, node);
  const auto rows = static_cast<size_t>(g.rows), depth = static_cast<size_t>(g.depth),
             columns = static_cast<size_t>(g.columns);
  Tensor y;
  for (size_t batch = 0; batch < g.a_first.size(); batch++) {
    for (size_t m = 0; m < rows; m++) {
      for (size_t n = 0; n < columns; n++) {
        double sum = 0;
        for (size_t k = 0; k < depth; k++) {
          sum += (*in[kA])[g.a_first[batch] + m * depth + k] *
                 (*in[kB])[g.b_first[batch] + k * columns + n];
        }
        y.push_back(sum);
      }
    }
  }
  return {y};
}

KernelData offsets(const char* name, const std::vector<size_t>& first) {
  return {name, DType::s32, Tensor(first.begin(), first.end())};
}

KernelCall call(const Graph& graph, const Node& node) {
  const Geometry g = geometry(graph, node);
  return {
      "matmul_" + std::string(dtype_name(output(graph, node).dtype)),
      {node.inputs[kA], offsets("left", g.a_first), node.inputs[kB], offsets("right", g.b_first),
       static_cast<int64_t>(g.a_first.size()), g.rows, g.depth, g.columns, node.outputs[0]}};
}

// Rows times constant weights are a fully connected layer, whose rows are all leading axes.
void expand(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  check_input_count(node, 2, 2);
  const Value &a = input(graph, node, kA), &b = input(graph, node, kB);
  const bool is_layer = b.is_constant && b.shape.size() == 2 && element_count(b.shape) > 0 &&
                        !a.shape.empty() && a.shape.back() == b.shape[0] && a.dtype == DType::f32 &&
                        b.dtype == DType::f32;
  if (!is_layer) return;
  Expansion e(graph, node, nodes);
  const Shape x = a.shape;
  if (x.size() == 2) return e.finish("fully_connected", node.inputs, node.outputs[0]);
  Shape y(x.begin(), x.end() - 1);
  y.push_back(b.shape[1]);
  const ValueId shape = e.integers({element_count(x) / x.back(), x.back()});
  const ValueId rows = e.add("reshape", {node.inputs[kA], shape});
  const ValueId product = e.add("fully_connected", {rows, node.inputs[kB]});
  e.finish("reshape", {product, e.integers(y)}, node.outputs[0]);
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs;
  for (int64_t n : {1, 2, 3, 5, 8, 17, 33}) {
    graphs.push_back(Sample("matmul").input(DType::f32, {2, n}).input(DType::f32, {n, 3}).output());
    graphs.push_back(
        Sample("matmul").input(DType::f32, {3, 4}).constant(DType::f32, {4, n}, -2, 2).output());
  }
  graphs.push_back(Sample("matmul").input(DType::s32, {3, 5}).input(DType::s32, {5, 4}).output());
  const std::vector<std::pair<Shape, Shape>> pairs = {{{4}, {4}},
                                                      {{3}, {2, 3, 4}},
                                                      {{2, 3, 4}, {4}},
                                                      {{2, 1, 3, 4}, {5, 4, 2}},
                                                      {{1, 2, 3}, {2, 3, 3}}};
  for (const auto& [a, b] : pairs) {
    graphs.push_back(Sample("matmul").input(DType::f32, a).input(DType::f32, b).output());
  }
  return graphs;
}

}  // namespace

extern const OpDef op_matmul = {
    .name = "matmul",
    .onnx_name = "MatMul",
    .expand = expand,
    .infer = infer,
    .reference = reference,
    .call = call,
    .macs = macs,
    .tolerance = 2e-6,
    .samples = samples,
};

}  // namespace mote
