// SPDX-License-Identifier: Apache-2.0
#include "compress/thin.h"

#include <Eigen/Cholesky>
#include <algorithm>

#include "ops/infer.h"
#include "ops/operands.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kWeights, kBias };

constexpr Eigen::Index kLeastNeurons = 4;

// Greedily, by how much of the outputs w * x each input explains beside those already taken:
// pivoted Cholesky of the covariance.
std::vector<Eigen::Index> taken_inputs(const Matrix& w, const Moment& x, double error) {
  Eigen::MatrixXd rest = x.covariance, seen = w * rest;
  const double total = seen.cwiseProduct(w).sum();
  double left = total;
  std::vector<Eigen::Index> taken;
  const auto count = static_cast<Eigen::Index>(x.covariance.rows());
  while (static_cast<Eigen::Index>(taken.size()) < count &&
         (left > error * total || static_cast<Eigen::Index>(taken.size()) < kLeastNeurons)) {
    Eigen::Index best = -1;
    double most = -1;
    for (Eigen::Index j = 0; j < count; j++) {
      if (rest(j, j) < 1e-12 || std::count(taken.begin(), taken.end(), j) > 0) continue;
      const double gain = seen.col(j).squaredNorm() / rest(j, j);
      if (gain > most) most = gain, best = j;
    }
    if (best < 0) break;
    taken.push_back(best);
    left -= most;
    const Vector column = rest.col(best) / rest(best, best);
    const Vector explained = seen.col(best);
    seen.noalias() -= explained * column.transpose();
    rest.noalias() -= column * (column.transpose() * rest(best, best));
  }
  std::sort(taken.begin(), taken.end());
  return taken;
}

// The fully connected layer that alone reads what this one gives, or null.
const Layer* next_layer(const Graph& graph, const std::vector<Layer>& layers, const Layer& layer) {
  if (layer.is_conv || layer.positions != 1) return nullptr;
  const ValueId y = graph.nodes[node_of(graph, layer)].outputs[0];
  if (use_count(graph, y) != 1) return nullptr;
  for (const Layer& next : layers) {
    if (!next.is_conv && graph.nodes[node_of(graph, next)].inputs[kX] == y) return &next;
  }
  return nullptr;
}

ValueId add_matrix(Graph& graph, const std::string& stem, const Matrix& w) {
  Tensor elements(w.data(), w.data() + w.size());
  for (double& element : elements) element = double{static_cast<float>(element)};
  return graph.add_constant(graph.fresh_name(stem), DType::f32, {w.rows(), w.cols()}, elements);
}

void keep_rows(Graph& graph, const Layer& layer, const std::vector<Eigen::Index>& taken) {
  const Matrix w = weights_of(graph, layer)(taken, Eigen::all);
  Node& node = graph.nodes[node_of(graph, layer)];
  node.inputs[kWeights] = add_matrix(graph, graph[node.inputs[kWeights]].name, w);
  if (!node.has_input(kBias)) return;
  const Value bias = input(graph, node, kBias);
  Tensor kept;
  for (const Eigen::Index row : taken) kept.push_back(bias.constant[static_cast<size_t>(row)]);
  const auto rows = static_cast<int64_t>(kept.size());
  node.inputs[kBias] =
      graph.add_constant(graph.fresh_name(bias.name), DType::f32, {rows}, std::move(kept));
}

// W' = W C[:, taken] C[taken, taken]^-1, and the bias that keeps the mean.
void keep_columns(Graph& graph, const Layer& layer, const Moment& x,
                  const std::vector<Eigen::Index>& taken) {
  const Matrix w = weights_of(graph, layer);
  const Matrix own = x.covariance(taken, taken);
  const Matrix refit =
      own.ldlt().solve((w * x.covariance)(Eigen::all, taken).transpose()).transpose();
  add_to_bias(graph, layer, w * x.mean - refit * Vector(x.mean(taken)));
  Node& node = graph.nodes[node_of(graph, layer)];
  node.inputs[kWeights] = add_matrix(graph, graph[node.inputs[kWeights]].name, refit);
}

}  // namespace

Graph thinned(const Graph& graph, const std::vector<Moment>& moments, double error) {
  Graph thin = graph;
  const std::vector<Layer> layers = layers_of(graph);
  for (size_t i = layers.size(); i-- > 0;) {
    const Layer* next = next_layer(graph, layers, layers[i]);
    if (next == nullptr) continue;
    const Moment& x = moments[static_cast<size_t>(next - layers.data())];
    // Rows of the next layer may have gone already.
    Layer now = *next;
    now.rows = element_count(thin[thin.nodes[node_of(thin, now)].outputs[0]].shape);
    const auto taken = taken_inputs(weights_of(thin, now), x, error);
    if (static_cast<int64_t>(taken.size()) == layers[i].rows) continue;
    keep_columns(thin, now, x, taken);
    keep_rows(thin, layers[i], taken);
    infer(thin);
  }
  return thin;
}

}  // namespace mote
