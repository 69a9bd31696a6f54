// SPDX-License-Identifier: Apache-2.0
#include "compress/thin.h"

#include <algorithm>
#include <functional>

#include "compress/channels.h"
#include "compress/solve.h"
#include "ops/infer.h"
#include "ops/operands.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kWeights };

constexpr size_t kLeastChannels = 4;

// Of outputs with that covariance with what is read, how much the columns from `first` on explain,
// whose own covariance is a block of `rest`.
double explained_by(const Eigen::MatrixXd& seen, const Eigen::MatrixXd& rest, Eigen::Index first,
                    Eigen::Index span) {
  if (span == 1) return seen.col(first).squaredNorm() / rest(first, first);
  const auto part = seen.middleCols(first, span);
  const Eigen::MatrixXd own = rest.block(first, first, span, span);
  return solved(own, part.transpose()).cwiseProduct(part.transpose()).sum();
}

// Whether so many channels, which leave that share of the outputs' variance, are enough.
using IsEnough = std::function<bool(size_t channels, double error)>;

// Greedily, by how much of the outputs w * x each channel explains beside those already taken:
// pivoted Cholesky of the covariance, `span` columns at a time.
std::vector<Eigen::Index> taken_channels(const Matrix& w, const Moment& x, Eigen::Index span,
                                         const IsEnough& is_enough) {
  Eigen::MatrixXd rest = x.covariance, seen = w * rest;
  const double total = seen.cwiseProduct(w).sum();
  double left = total;
  std::vector<Eigen::Index> taken;
  std::vector<bool> is_taken(static_cast<size_t>(rest.rows() / span));
  while (taken.size() < is_taken.size() && !is_enough(taken.size(), left / total)) {
    Eigen::Index best = -1;
    double most = -1;
    for (Eigen::Index c = 0; c < static_cast<Eigen::Index>(is_taken.size()); c++) {
      const Eigen::Index first = c * span;
      const double spread = rest.diagonal().segment(first, span).maxCoeff();
      if (spread < 1e-12 || is_taken[static_cast<size_t>(c)]) continue;
      const double gain = explained_by(seen, rest, first, span);
      if (gain > most) most = gain, best = c;
    }
    if (best < 0) break;
    taken.push_back(best);
    is_taken[static_cast<size_t>(best)] = true;
    left -= most;
    const Eigen::MatrixXd columns = rest.middleCols(best * span, span);
    const Eigen::MatrixXd own = columns.middleRows(best * span, span);
    const Eigen::MatrixXd others = solved(own, columns.transpose());
    seen.noalias() -= Eigen::MatrixXd(seen.middleCols(best * span, span)) * others;
    rest.noalias() -= columns * others;
  }
  std::sort(taken.begin(), taken.end());
  return taken;
}

std::vector<Eigen::Index> columns_of(const std::vector<Eigen::Index>& channels, Eigen::Index span) {
  std::vector<Eigen::Index> columns;
  for (const Eigen::Index channel : channels) {
    for (Eigen::Index i = 0; i < span; i++) columns.push_back(channel * span + i);
  }
  return columns;
}

// W' = W C[:, columns] C[columns, columns]^-1, and the bias that keeps the mean.
void keep_columns(Graph& graph, const Layer& layer, const Moment& x,
                  const std::vector<Eigen::Index>& columns) {
  const Matrix w = weights_of(graph, layer);
  const Matrix own = x.covariance(columns, columns);
  const Matrix refit = solved(own, (w * x.covariance)(Eigen::all, columns).transpose()).transpose();
  add_to_bias(graph, layer, w * x.mean - refit * Vector(x.mean(columns)));
  Node& node = graph.nodes[node_of(graph, layer)];
  const Value all = graph[node.inputs[kWeights]];
  Shape shape = all.shape;
  shape[1] = shape[1] * refit.cols() / w.cols();
  Tensor elements(refit.data(), refit.data() + refit.size());
  for (double& element : elements) element = double{static_cast<float>(element)};
  node.inputs[kWeights] =
      graph.add_constant(graph.fresh_name(all.name), DType::f32, shape, elements);
}

Graph thinned_until(const Graph& graph, const std::vector<Moment>& moments,
                    const std::function<IsEnough(size_t layer)>& enough_for) {
  Graph thin = graph;
  const std::vector<Layer> layers = layers_of(graph);
  for (size_t i = layers.size(); i-- > 0;) {
    const auto path = channel_path(graph, layers, layers[i]);
    if (!path) continue;
    const Moment& x = moments[path->reader];
    // Rows of the reader may have gone already.
    Layer reader = layers[path->reader];
    reader.rows = input(thin, thin.nodes[node_of(thin, reader)], kWeights).shape[0];
    const auto taken = taken_channels(weights_of(thin, reader), x, path->span, enough_for(i));
    if (taken.empty() || static_cast<int64_t>(taken.size()) == layers[i].rows) continue;
    keep_columns(thin, reader, x, columns_of(taken, path->span));
    keep_channels(thin, layers[i], *path, taken);
    infer(thin);
  }
  return thin;
}

}  // namespace

Graph thinned(const Graph& graph, const std::vector<Moment>& moments, double error) {
  const IsEnough is_enough = [error](size_t channels, double left) {
    return left <= error && channels >= kLeastChannels;
  };
  return thinned_until(graph, moments, [&](size_t) { return is_enough; });
}

Graph thinned_like(const Graph& graph, const std::vector<Moment>& moments, const Graph& like) {
  const std::vector<Layer> wanted = layers_of(like);
  return thinned_until(graph, moments, [&](size_t layer) -> IsEnough {
    const auto count = static_cast<size_t>(wanted[layer].rows);
    return [count](size_t channels, double) { return channels >= count; };
  });
}

}  // namespace mote
