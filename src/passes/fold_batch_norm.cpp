// SPDX-License-Identifier: Apache-2.0
#include "passes/fold_batch_norm.h"

#include <cmath>

#include "ops/op.h"
#include "passes/rewrite.h"

namespace mote {
namespace {

enum NormOperand : size_t { kScale = 1, kShift, kMean, kVariance };
enum ProductOperand : size_t { kWeights = 1, kBias };

// The product's weights and bias times and plus what the normalization does to each channel.
void scale_channels(Graph& graph, Node& product, const Node& norm) {
  Value weights = graph[product.inputs[kWeights]];
  const auto channels = static_cast<size_t>(weights.shape[0]);
  const size_t taps = weights.constant.size() / channels;
  Tensor bias(channels, 0.0);
  if (product.has_input(kBias)) bias = graph[product.inputs[kBias]].constant;
  const auto of = [&](NormOperand operand, size_t c) {
    return graph[norm.inputs[operand]].constant[c];
  };
  for (size_t c = 0; c < channels; c++) {
    const double gain = of(kScale, c) / std::sqrt(of(kVariance, c) + norm.number("epsilon", 1e-5));
    for (size_t i = 0; i < taps; i++) {
      double& weight = weights.constant[c * taps + i];
      weight = static_cast<double>(static_cast<float>(weight * gain));
    }
    const double moved = (bias[c] - of(kMean, c)) * gain + of(kShift, c);
    bias[c] = static_cast<double>(static_cast<float>(moved));
  }
  const Shape shape{weights.shape[0]};
  product.inputs.resize(3);
  product.inputs[kWeights] =
      graph.add_constant(weights.name, DType::f32, weights.shape, weights.constant);
  product.inputs[kBias] = graph.add_constant(product.name + "_bias", DType::f32, shape, bias);
}

bool is_constant_product(const Graph& graph, const Node& node) {
  if (op_of(node).bias_operand != kBias) return false;
  if (node.text("activation", "none") != "none") return false;
  const Value& weights = graph[node.inputs[kWeights]];
  return weights.is_constant && weights.dtype == DType::f32 &&
         (!node.has_input(kBias) || graph[node.inputs[kBias]].is_constant);
}

}  // namespace

bool fold_batch_norm(Graph& graph) {
  for (size_t i = 0; i < graph.nodes.size(); i++) {
    const Node norm = graph.nodes[i];
    if (norm.op != "batch_normalization" || !are_known(graph, norm, kScale)) continue;
    const int before = producer(graph, norm.inputs[0]);
    if (before < 0 || only_reader(graph, norm.inputs[0]) < 0) continue;
    Node product = graph.nodes[static_cast<size_t>(before)];
    if (!is_constant_product(graph, product)) continue;
    scale_channels(graph, product, norm);
    graph.nodes[static_cast<size_t>(before)] = product;
    bypass(graph, static_cast<int>(i), product.outputs[0]);
    return true;
  }
  return false;
}

}  // namespace mote
