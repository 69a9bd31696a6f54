// SPDX-License-Identifier: Apache-2.0
#include "compress/front.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "base/interrupt.h"
#include "base/parallel.h"
#include "ops/evaluate.h"
#include "passes/clean.h"

namespace mote {
namespace {

constexpr int64_t kProbed = 48;       // samples that measure a layer's sensitivity
constexpr double kProbeError = 0.05;  // with a candidate of about this error

Tensor outputs_of(const Graph& graph, const std::vector<Tensor>& inputs) {
  Tensor all;
  for (const Tensor& output : evaluate(graph, inputs)) {
    all.insert(all.end(), output.begin(), output.end());
  }
  return all;
}

Candidate unchanged(const Matrix& w) {
  return {"int8", "", {w, {}}, 0};
}

void put(Graph& graph, const LayerChoices& one, const Candidate& candidate) {
  const Matrix w = one.candidates[0].factors.outer;
  const Vector bias = (w - candidate.factors.product()) * one.moment.mean;
  replace_layer(graph, one.layer, candidate.factors, bias);
}

double sensitivity_of(const Graph& graph, const LayerChoices& one, const SampleOf& sample,
                      int64_t count) {
  if (one.candidates.size() < 2) return 0;
  const auto distance = [](const Candidate& c) {
    return std::abs(std::log(c.error / kProbeError));
  };
  const auto probe = std::min_element(
      one.candidates.begin() + 1, one.candidates.end(),
      [&](const Candidate& a, const Candidate& b) { return distance(a) < distance(b); });
  Graph changed = graph;
  put(changed, one, *probe);
  const int64_t probed = std::min(count, kProbed);
  return output_error(graph, changed, sample, 0, probed) / std::max(probe->error, 1e-12);
}

int64_t bytes_of(const std::vector<LayerChoices>& choices, const Assignment& assignment) {
  int64_t bytes = 0;
  for (size_t i = 0; i < choices.size(); i++) {
    bytes += stored_bytes(choices[i].candidates[assignment[i]].factors);
  }
  return bytes;
}

}  // namespace

std::vector<LayerChoices> choices_of(const Graph& graph, const SampleOf& sample, int64_t count,
                                     const std::string& method,
                                     const std::function<void(int64_t)>& done) {
  const std::vector<Layer> layers = layers_of(graph);
  const std::vector<Moment> moments = moments_of(graph, layers, sample, count);
  std::vector<LayerChoices> choices;
  for (size_t i = 0; i < layers.size(); i++) {
    const Matrix w = weights_of(graph, layers[i]);
    LayerChoices& one = choices.emplace_back(LayerChoices{layers[i], moments[i], {}, 0});
    one.candidates.push_back(unchanged(w));
    for (const CompressorDef* compressor : all_compressors()) {
      check_interrupted();
      if (!method.empty() && compressor->name != method) continue;
      std::vector<Candidate> found = compressor->candidates(w, moments[i]);
      std::move(found.begin(), found.end(), std::back_inserter(one.candidates));
    }
    one.sensitivity = sensitivity_of(graph, one, sample, count);
    done(static_cast<int64_t>(i) + 1);
  }
  return choices;
}

std::vector<Assignment> front_of(const std::vector<LayerChoices>& choices) {
  constexpr double lowest = 1e-9, highest = 1, step = 1.25;
  std::vector<Assignment> front;
  std::set<int64_t> seen;
  for (double price = lowest; price <= highest; price *= step) {
    Assignment assignment;
    for (const LayerChoices& one : choices) {
      const auto cost = [&](const Candidate& candidate) {
        return one.sensitivity * candidate.error +
               price * static_cast<double>(stored_bytes(candidate.factors));
      };
      const auto best = std::min_element(
          one.candidates.begin(), one.candidates.end(),
          [&](const Candidate& a, const Candidate& b) { return cost(a) < cost(b); });
      assignment.push_back(static_cast<size_t>(best - one.candidates.begin()));
    }
    if (seen.insert(bytes_of(choices, assignment)).second) front.push_back(assignment);
  }
  return front;
}

Graph assembled(const Graph& graph, const std::vector<LayerChoices>& choices,
                const Assignment& assignment) {
  Graph result = graph;
  for (size_t i = 0; i < choices.size(); i++) {
    if (assignment[i] > 0) put(result, choices[i], choices[i].candidates[assignment[i]]);
  }
  clean(result);
  return result;
}

double output_error(const Graph& graph, const Graph& other, const SampleOf& sample, int64_t begin,
                    int64_t end) {
  std::vector<Tensor> wanted(static_cast<size_t>(end - begin)), got = wanted;
  parallel_ranges(end - begin, [&](int64_t first, int64_t last) {
    for (int64_t i = first; i < last; i++) {
      check_interrupted();
      const std::vector<Tensor> inputs = sample(begin + i);
      wanted[static_cast<size_t>(i)] = outputs_of(graph, inputs);
      got[static_cast<size_t>(i)] = outputs_of(other, inputs);
    }
  });
  // Each output element varies around a mean of its own.
  double distance = 0, variance = 0;
  for (size_t j = 0; j < wanted.at(0).size(); j++) {
    double sum = 0, squares = 0;
    for (size_t i = 0; i < wanted.size(); i++) {
      sum += wanted[i][j];
      squares += wanted[i][j] * wanted[i][j];
      distance += (wanted[i][j] - got[i][j]) * (wanted[i][j] - got[i][j]);
    }
    variance += squares - sum * sum / static_cast<double>(wanted.size());
  }
  return distance / std::max(variance, 1e-30);
}

}  // namespace mote
