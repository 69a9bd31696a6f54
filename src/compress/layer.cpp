// SPDX-License-Identifier: Apache-2.0
#include "compress/layer.h"

#include <algorithm>

#include "base/error.h"
#include "ops/conv_geometry.h"
#include "ops/infer.h"
#include "ops/op.h"
#include "ops/operands.h"
#include "ops/sparse.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kWeights, kBias };

bool is_layer(const Graph& graph, const Node& node) {
  const OpDef& op = op_of(node);
  if (op.weights_operand != static_cast<int>(kWeights) || !node.has_input(kWeights)) return false;
  const Value& w = input(graph, node, kWeights);
  if (!w.is_constant || w.dtype != DType::f32 || !op.quantizable(graph, node)) return false;
  if (op.window == nullptr) return w.shape.size() == 2 && output(graph, node).shape.size() == 2;
  const ConvGeometry g = conv_geometry(graph, node);
  return !g.window.channels_last && g.group_filters == g.filters;
}

size_t node_of(const Graph& graph, const Layer& layer) {
  const auto found = std::find_if(graph.nodes.begin(), graph.nodes.end(),
                                  [&](const Node& node) { return node.name == layer.node; });
  if (found == graph.nodes.end()) {
    throw Error(ErrorCode::bad_model, "node '" + layer.node + "'", "is not in the graph");
  }
  return static_cast<size_t>(found - graph.nodes.begin());
}

Tensor elements_of(const Matrix& matrix) {
  Tensor elements(matrix.data(), matrix.data() + matrix.size());
  for (double& element : elements) element = double{static_cast<float>(element)};
  return elements;
}

ValueId add_weights(Graph& graph, const std::string& stem, const Matrix& matrix, Shape shape) {
  shape[0] = matrix.rows();
  return graph.add_constant(graph.fresh_name(stem), DType::f32, shape, elements_of(matrix));
}

int64_t nonzeros(const Matrix& matrix) {
  return (matrix.array() != 0).count();
}

int64_t stored_bytes(const Matrix& matrix) {
  constexpr int64_t row_bytes = 12;  // start and scale
  const int64_t kept = nonzeros(matrix);
  const int64_t rows = matrix.rows();
  if (is_stored_sparse(kept, matrix.size())) return 2 * kept + rows * (row_bytes + 2);
  return matrix.size() + rows * row_bytes;
}

int64_t product_count(const Matrix& matrix) {
  const int64_t kept = nonzeros(matrix);
  return is_stored_sparse(kept, matrix.size()) ? kept : matrix.size();
}

}  // namespace

std::vector<Layer> layers_of(const Graph& graph) {
  std::vector<Layer> layers;
  for (const Node& node : graph.nodes) {
    if (!is_layer(graph, node)) continue;
    const Shape& w = input(graph, node, kWeights).shape;
    const int64_t outputs = element_count(output(graph, node).shape);
    layers.push_back({node.name, w[0], element_count(w) / w[0], outputs / w[0]});
  }
  return layers;
}

Matrix weights_of(const Graph& graph, const Layer& layer) {
  const Value& w = input(graph, graph.nodes[node_of(graph, layer)], kWeights);
  return Eigen::Map<const Matrix>(w.constant.data(), layer.rows, layer.columns);
}

void replace_layer(Graph& graph, const Layer& layer, const Factors& factors, const Vector& bias) {
  const size_t at = node_of(graph, layer);
  Node& node = graph.nodes[at];
  const Value w = input(graph, node, kWeights);
  Tensor added(bias.data(), bias.data() + bias.size());
  if (node.has_input(kBias)) {
    const Tensor& own = input(graph, node, kBias).constant;
    for (size_t i = 0; i < added.size(); i++) added[i] += own[i];
  }
  for (double& element : added) element = double{static_cast<float>(element)};
  const ValueId bias_id =
      graph.add_constant(graph.fresh_name(layer.node + "_bias"), DType::f32, {layer.rows}, added);
  node.inputs.resize(kBias + 1, kNoValue);
  node.inputs[kBias] = bias_id;
  if (factors.inner.size() == 0) {
    node.inputs[kWeights] = add_weights(graph, w.name, factors.outer, w.shape);
    infer(graph);
    return;
  }
  Node first = node;
  first.name = graph.fresh_name(layer.node + "_inner");
  first.attrs.erase("activation");
  first.inputs = {node.inputs[kX], add_weights(graph, w.name + "_inner", factors.inner, w.shape)};
  first.outputs = {graph.add({graph.fresh_name(layer.node + "_between"), DType::f32})};
  Shape pointwise(w.shape.size(), 1);
  pointwise[1] = factors.outer.cols();
  node.inputs[kX] = first.outputs[0];
  node.inputs[kWeights] = add_weights(graph, w.name + "_outer", factors.outer, pointwise);
  for (const char* key : {"strides", "dilations", "kernel_shape"}) {
    if (node.attrs.contains(key)) node.attrs[key] = std::vector<int64_t>(w.shape.size() - 2, 1);
  }
  if (node.attrs.contains("pads")) {
    node.attrs["pads"] = std::vector<int64_t>(2 * (w.shape.size() - 2), 0);
  }
  graph.nodes.insert(graph.nodes.begin() + static_cast<std::ptrdiff_t>(at), first);
  infer(graph);
}

int64_t stored_bytes(const Factors& factors) {
  return stored_bytes(factors.outer) + (factors.inner.size() > 0 ? stored_bytes(factors.inner) : 0);
}

int64_t product_count(const Factors& factors) {
  return product_count(factors.outer) +
         (factors.inner.size() > 0 ? product_count(factors.inner) : 0);
}

}  // namespace mote
