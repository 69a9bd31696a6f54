// SPDX-License-Identifier: Apache-2.0
#include "compress/layer.h"

#include <algorithm>

#include "base/error.h"
#include "compress/rounding.h"
#include "compress/separation.h"
#include "ops/conv_geometry.h"
#include "ops/infer.h"
#include "ops/op.h"
#include "ops/operands.h"

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

Tensor elements_of(const Matrix& matrix) {
  Tensor elements(matrix.data(), matrix.data() + matrix.size());
  for (double& element : elements) element = double{static_cast<float>(element)};
  return elements;
}

ValueId add_weights(Graph& graph, const std::string& stem, const Factor& factor, Shape shape) {
  shape[0] = factor.w.rows();
  Quant steps;
  for (const double step : factor.steps) steps.scale.push_back(static_cast<float>(step));
  steps.zero_point.resize(steps.scale.size());
  return graph.add_constant(graph.fresh_name(stem), DType::f32, shape, elements_of(factor.w),
                            steps);
}

Kernel kernel_of(const Shape& w) {
  return w.size() < 3 ? Kernel{} : Kernel{w[1], w.size() == 3 ? 1 : w[2], w.back()};
}

// x in rows, one for each part, and what comes of them in one row again.
std::vector<Node> as_parts(Graph& graph, Node& first, Node& node, int64_t parts) {
  const auto reshape = [&](ValueId x, const std::string& stem, Shape shape) {
    const ValueId extents =
        graph.add_constant(graph.fresh_name(stem + "_shape"), DType::s64,
                           {static_cast<int64_t>(shape.size())}, {shape.begin(), shape.end()});
    const ValueId y = graph.add({graph.fresh_name(stem), DType::f32});
    return Node{graph[y].name, "reshape", {x, extents}, {y}};
  };
  const int64_t columns = graph[first.inputs[kX]].shape[1];
  const int64_t rows = graph[first.inputs[kWeights]].shape[0];
  const Node split = reshape(first.inputs[kX], first.name + "_parts", {parts, columns / parts});
  const Node joined = reshape(first.outputs[0], first.name + "_all", {1, parts * rows});
  first.inputs[kX] = split.outputs[0];
  node.inputs[kX] = joined.outputs[0];
  return {split, first, joined};
}

// The layer becomes a sum, which has its name, of what it was and of one with the rest's weights.
Layer beside_rest(Graph& graph, const Layer& layer, const Factor& rest) {
  const size_t at = node_of(graph, layer);
  Node sum{layer.node, "add", {}, graph.nodes[at].outputs};
  Node factored = graph.nodes[at];
  if (factored.attrs.contains("activation")) sum.attrs.insert(factored.attrs.extract("activation"));
  Node other = factored;
  const Value w = input(graph, factored, kWeights);
  other.inputs = {factored.inputs[kX], add_weights(graph, w.name + "_rest", rest, w.shape)};
  for (const auto& [node, suffix] : {std::pair(&factored, "_factors"), {&other, "_rest"}}) {
    node->name = graph.fresh_name(layer.node + suffix);
    node->outputs = {graph.add({node->name, DType::f32})};
    sum.inputs.push_back(node->outputs[0]);
  }
  graph.nodes[at] = sum;
  graph.nodes.insert(graph.nodes.begin() + static_cast<std::ptrdiff_t>(at), {factored, other});
  infer(graph);
  Layer moved = layer;
  moved.node = factored.name;
  return moved;
}

}  // namespace

std::vector<Layer> layers_of(const Graph& graph) {
  std::vector<Layer> layers;
  for (const Node& node : graph.nodes) {
    if (!is_layer(graph, node)) continue;
    const Shape& w = input(graph, node, kWeights).shape;
    const int64_t outputs = element_count(output(graph, node).shape);
    layers.push_back({node.name, w[0], element_count(w) / w[0], outputs / w[0],
                      op_of(node).window != nullptr, kernel_of(w)});
  }
  return layers;
}

size_t node_of(const Graph& graph, const Layer& layer) {
  const auto found = std::find_if(graph.nodes.begin(), graph.nodes.end(),
                                  [&](const Node& node) { return node.name == layer.node; });
  if (found == graph.nodes.end()) {
    throw Error(ErrorCode::bad_model, "node '" + layer.node + "'", "is not in the graph");
  }
  return static_cast<size_t>(found - graph.nodes.begin());
}

Matrix weights_of(const Graph& graph, const Layer& layer) {
  const Value& w = input(graph, graph.nodes[node_of(graph, layer)], kWeights);
  return Eigen::Map<const Matrix>(w.constant.data(), layer.rows, layer.columns);
}

void add_to_bias(Graph& graph, const Layer& layer, const Vector& bias) {
  Node& node = graph.nodes[node_of(graph, layer)];
  Tensor added(bias.data(), bias.data() + bias.size());
  if (node.has_input(kBias)) {
    const Tensor& own = input(graph, node, kBias).constant;
    for (size_t i = 0; i < added.size(); i++) added[i] += own[i];
  }
  for (double& element : added) element = double{static_cast<float>(element)};
  node.inputs.resize(kBias + 1, kNoValue);
  node.inputs[kBias] = graph.add_constant(graph.fresh_name(layer.node + "_bias"), DType::f32,
                                          {static_cast<int64_t>(added.size())}, added);
}

void replace_layer(Graph& graph, const Layer& layer, const Factors& factors, const Vector& bias) {
  if (factors.rest.w.size() > 0) {
    const Layer factored = beside_rest(graph, layer, factors.rest);
    return replace_layer(graph, factored, {factors.outer, factors.inner, factors.parts}, bias);
  }
  add_to_bias(graph, layer, bias);
  const size_t at = node_of(graph, layer);
  Node& node = graph.nodes[at];
  const Value w = input(graph, node, kWeights);
  if (factors.inner.w.size() == 0) {
    node.inputs[kWeights] = add_weights(graph, w.name, factors.outer, w.shape);
    infer(graph);
    return;
  }
  Node first = node;
  first.name = graph.fresh_name(layer.node + "_inner");
  first.attrs.erase("activation");
  Shape inner_shape = w.shape, outer_shape(w.shape.size(), 1);
  if (factors.parts > 1) inner_shape[1] = factors.inner.w.cols();
  outer_shape[1] = factors.outer.w.cols();
  if (factors.separation == Separation::none) {
    make_pointwise(node, w.shape.size() - 2);
  } else {
    separate(first, node, factors, inner_shape, outer_shape);
  }
  first.inputs = {node.inputs[kX],
                  add_weights(graph, w.name + "_inner", factors.inner, inner_shape)};
  first.outputs = {graph.add({graph.fresh_name(layer.node + "_between"), DType::f32})};
  node.inputs[kX] = first.outputs[0];
  node.inputs[kWeights] = add_weights(graph, w.name + "_outer", factors.outer, outer_shape);
  std::vector<Node> nodes{first};
  if (factors.parts > 1) nodes = as_parts(graph, first, node, factors.parts);
  graph.nodes.insert(graph.nodes.begin() + static_cast<std::ptrdiff_t>(at), nodes.begin(),
                     nodes.end());
  infer(graph);
}

void share_steps_of_depthwise(Graph& graph) {
  for (Node& node : graph.nodes) {
    const bool has_groups = op_of(node).window != nullptr && node.integer("group", 1) > 1;
    if (!has_groups || !input(graph, node, kWeights).is_constant) continue;
    const Value w = input(graph, node, kWeights);
    const Eigen::Index rows = w.shape[0], columns = element_count(w.shape) / rows;
    const Factor bytes =
        multiples_of_steps(Eigen::Map<const Matrix>(w.constant.data(), rows, columns), 127);
    node.inputs[kWeights] = add_weights(graph, w.name, bytes, w.shape);
  }
}

Matrix Factors::product() const {
  if (inner.w.size() == 0) return outer.w;
  if (separation != Separation::none) return outer.w * inner_spread(*this);
  if (rest.w.size() > 0) return outer.w * inner.w + rest.w;
  if (parts == 1) return outer.w * inner.w;
  Matrix all(outer.w.rows(), parts * inner.w.cols());
  for (int64_t part = 0; part < parts; part++) {
    all.middleCols(part * inner.w.cols(), inner.w.cols()) =
        outer.w.middleCols(part * inner.w.rows(), inner.w.rows()) * inner.w;
  }
  return all;
}

Matrix by_parts(const Matrix& inner, int64_t parts, const Matrix& x) {
  Matrix all(parts * inner.rows(), x.cols());
  for (int64_t part = 0; part < parts; part++) {
    all.middleRows(part * inner.rows(), inner.rows()).noalias() =
        inner * x.middleRows(part * inner.cols(), inner.cols());
  }
  return all;
}

double limit_of(const Factor& factor) {
  return (factor.steps.cwiseInverse().asDiagonal() * factor.w).cwiseAbs().maxCoeff();
}

}  // namespace mote
