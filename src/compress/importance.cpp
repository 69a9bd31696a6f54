// SPDX-License-Identifier: Apache-2.0
#include "compress/importance.h"

#include <algorithm>
#include <cmath>

#include "base/interrupt.h"
#include "base/parallel.h"
#include "base/random.h"
#include "ops/evaluate.h"

namespace mote {
namespace {

constexpr int64_t kProbed = 24;  // samples
constexpr double kProbe = 0.3;   // of the deviation of what a row gives
constexpr double kLeast = 1.0 / 32;

using Values = std::vector<Tensor>;

Values values_of(const Graph& graph, const std::vector<Tensor>& inputs) {
  Values values(graph.values.size());
  for (size_t i = 0; i < inputs.size(); i++) values[graph.index_of(graph.inputs[i])] = inputs[i];
  for (const Node& node : graph.nodes) evaluate_node(graph, node, values);
  return values;
}

// Nodes that compute something else when the value is another, in order.
std::vector<const Node*> nodes_after(const Graph& graph, ValueId id) {
  std::vector<bool> changes(graph.values.size(), false);
  changes[graph.index_of(id)] = true;
  std::vector<const Node*> nodes;
  for (const Node& node : graph.nodes) {
    const bool reads = std::any_of(node.inputs.begin(), node.inputs.end(), [&](ValueId input) {
      return input != kNoValue && changes[graph.index_of(input)];
    });
    if (!reads) continue;
    nodes.push_back(&node);
    for (const ValueId output : node.outputs) changes[graph.index_of(output)] = true;
  }
  return nodes;
}

// Elements of a layer's output that belong to a row: convolutions keep channels first.
size_t element_of(const Layer& layer, int64_t row, int64_t position) {
  return static_cast<size_t>(layer.is_conv ? row * layer.positions + position
                                           : position * layer.rows + row);
}

double deviation_of(const Layer& layer, const std::vector<Values>& samples, size_t value,
                    int64_t row) {
  double sum = 0, squares = 0;
  for (const Values& values : samples) {
    for (int64_t i = 0; i < layer.positions; i++) {
      const double x = values[value][element_of(layer, row, i)];
      sum += x;
      squares += x * x;
    }
  }
  const auto count = static_cast<double>(static_cast<int64_t>(samples.size()) * layer.positions);
  return std::sqrt(std::max(0.0, squares / count - sum / count * (sum / count)));
}

// Mean squared change of the outputs for a change of one row, over that change's square.
double gain_of(const Graph& graph, const Layer& layer, const std::vector<Values>& samples,
               size_t value, int64_t row, const std::vector<const Node*>& after) {
  const double probe = kProbe * deviation_of(layer, samples, value, row);
  if (probe < 1e-12) return 0;
  Random random(static_cast<uint64_t>(row) + 1);
  double squares = 0;
  for (const Values& values : samples) {
    check_interrupted();
    Values changed = values;
    for (int64_t i = 0; i < layer.positions; i++) {
      changed[value][element_of(layer, row, i)] += random.below(2) == 0 ? probe : -probe;
    }
    for (const Node* node : after) evaluate_node(graph, *node, changed);
    for (const ValueId output : graph.outputs) {
      const Tensor &now = changed[graph.index_of(output)], &then = values[graph.index_of(output)];
      for (size_t i = 0; i < now.size(); i++) squares += (now[i] - then[i]) * (now[i] - then[i]);
    }
  }
  return squares / (probe * probe);
}

Vector weights_from(const Vector& gains) {
  const double most = gains.maxCoeff();
  if (most <= 0) return Vector::Ones(gains.size());
  return (gains / most).unaryExpr([](double gain) {
    return std::exp2(std::round(4 * std::log2(std::max(kLeast, std::sqrt(gain)))) / 4);
  });
}

}  // namespace

std::vector<Vector> importances_of(const Graph& graph, const std::vector<Layer>& layers,
                                   const SampleOf& sample, int64_t count) {
  std::vector<Values> samples;
  const int64_t probed = std::min(count, kProbed);
  for (int64_t i = 0; i < probed; i++) {
    samples.push_back(values_of(graph, sample(i * count / probed)));
  }
  std::vector<Vector> found;
  for (const Layer& layer : layers) {
    if (layer.positions > 1) {
      found.push_back(Vector::Ones(layer.rows));
      continue;
    }
    const ValueId id = graph.nodes[node_of(graph, layer)].outputs[0];
    const std::vector<const Node*> after = nodes_after(graph, id);
    Vector gains(layer.rows);
    parallel_ranges(layer.rows, [&](int64_t first, int64_t last) {
      for (int64_t row = first; row < last; row++) {
        gains[row] = gain_of(graph, layer, samples, graph.index_of(id), row, after);
      }
    });
    found.push_back(weights_from(gains));
  }
  return found;
}

Factors with_rows_times(Factors factors, const Vector& times) {
  for (Factor* factor : {&factors.outer, &factors.rest}) {
    if (factor->w.size() > 0) factor->w = times.asDiagonal() * factor->w;
    if (factor->steps.size() > 0) factor->steps = times.cwiseProduct(factor->steps);
  }
  return factors;
}

}  // namespace mote
