// SPDX-License-Identifier: Apache-2.0
#include "compress/front.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <tuple>

#include "base/interrupt.h"
#include "base/parallel.h"
#include "data/metrics.h"
#include "ops/evaluate.h"

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

// The layer with its factors; nothing before it has changed.
Graph with_layer(const Graph& graph, const Layer& layer, const Matrix& w, const Moment& x,
                 const Factors& factors) {
  Graph changed = graph;
  replace_layer(changed, layer, factors, (w - factors.product()) * x.mean);
  return changed;
}

double sensitivity_of(const Graph& graph, const LayerChoices& one, const Matrix& w,
                      const SampleOf& sample, int64_t count) {
  if (one.candidates.size() < 2) return 0;
  const auto distance = [](const Candidate& c) {
    return std::abs(std::log(std::max(c.error, 1e-12) / kProbeError));
  };
  const Candidate& probe = *std::min_element(
      one.candidates.begin() + 1, one.candidates.end(),
      [&](const Candidate& a, const Candidate& b) { return distance(a) < distance(b); });
  const Factors factors = factors_of(probe, w, one.moment);
  const Graph changed = with_layer(graph, one.layer, w, one.moment, factors);
  const int64_t probed = std::min(count, kProbed);
  return output_error(graph, changed, sample, 0, probed) / std::max(probe.error, 1e-12);
}

std::vector<Candidate> settings_for(const Layer& layer, std::string_view method) {
  std::vector<Candidate> found;
  for (const CompressorDef* compressor : all_compressors()) {
    if (method.empty() ? compressor->is_baseline : compressor->name != method) continue;
    for (const Setting& setting : compressor->settings(layer))
      found.push_back({compressor, setting});
  }
  return found;
}

// With a method each layer takes that one or stays as it is.
bool is_allowed(const Candidate& candidate, std::string_view method) {
  return candidate.method == nullptr || method.empty() || candidate.method->name == method;
}

// Whether the other one is the same but for its bits. The layer as it is has 8 of them.
bool has_structure_of(const Candidate& candidate, const Candidate& other) {
  const Setting &a = candidate.setting, &b = other.setting;
  const bool is_plain = a.size == 0 && a.count == 0;
  if (other.method == nullptr) return is_plain;
  const auto sizes = [](const Setting& s) {
    return std::tuple(s.size, s.count, s.by_columns, s.group, s.kernel.height, s.kernel.width);
  };
  return candidate.method == other.method && sizes(a) == sizes(b);
}

void work_out(const Matrix& w, const Moment& x, std::vector<Candidate>& candidates) {
  const OutputError error_of(w, x);
  parallel_ranges(static_cast<int64_t>(candidates.size()), [&](int64_t first, int64_t last) {
    for (int64_t i = first; i < last; i++) {
      check_interrupted();
      Candidate& one = candidates[static_cast<size_t>(i)];
      const Factors factors = factors_of(one, w, x);
      one.error = error_of(factors);
      one.bytes = stored_bytes(factors);
    }
  });
}

}  // namespace

Factors factors_of(const Candidate& candidate, const Matrix& w, const Moment& x) {
  return candidate.method->make(w, x, candidate.setting);
}

std::vector<LayerChoices> choices_of(const Graph& graph, const SampleOf& sample, int64_t count,
                                     std::string_view method,
                                     const std::function<void(int64_t)>& done) {
  const std::vector<Layer> layers = layers_of(graph);
  const std::vector<Moment> moments = moments_of(graph, layers, sample, count);
  std::vector<LayerChoices> choices;
  for (size_t i = 0; i < layers.size(); i++) {
    const Matrix w = weights_of(graph, layers[i]);
    LayerChoices one{layers[i], moments[i], settings_for(layers[i], method)};
    work_out(w, moments[i], one.candidates);
    const double own_bytes = stored_bytes(Factors{{w}});
    std::erase_if(one.candidates, [&](const Candidate& c) { return c.bytes >= own_bytes; });
    one.candidates.insert(one.candidates.begin(), {nullptr, {}, 0, own_bytes});
    one.sensitivity = sensitivity_of(graph, one, w, sample, count);
    choices.push_back(std::move(one));
    done(static_cast<int64_t>(i) + 1);
  }
  return choices;
}

void expect_fine_tuning(std::vector<LayerChoices>& choices) {
  for (LayerChoices& one : choices) {
    const std::vector<Candidate> before = one.candidates;
    for (Candidate& candidate : one.candidates) {
      const Candidate* best = &candidate;  // of the same structure
      for (const Candidate& other : before) {
        if (has_structure_of(candidate, other) && other.setting.bits > best->setting.bits) {
          best = &other;
        }
      }
      candidate.error = best->error + kLeftByTuning * (candidate.error - best->error);
    }
  }
}

double stored_bytes(const std::vector<LayerChoices>& choices, const Assignment& assignment) {
  double bytes = 0;
  for (size_t i = 0; i < choices.size(); i++) bytes += choices[i].candidates[assignment[i]].bytes;
  return bytes;
}

Assignment filled(const std::vector<LayerChoices>& choices, Assignment assignment,
                  double more_bytes, std::string_view method, double exponent) {
  for (;;) {
    double most = 0;  // error less for each byte
    size_t layer = 0, candidate = 0;
    for (size_t i = 0; i < choices.size(); i++) {
      const std::vector<Candidate>& candidates = choices[i].candidates;
      const Candidate& now = candidates[assignment[i]];
      for (size_t c = 0; c < candidates.size(); c++) {
        const double bytes = candidates[c].bytes - now.bytes;
        if (bytes <= 0 || bytes > more_bytes || !is_allowed(candidates[c], method)) continue;
        const double gain =
            std::pow(choices[i].sensitivity, exponent) * (now.error - candidates[c].error) / bytes;
        if (gain > most) most = gain, layer = i, candidate = c;
      }
    }
    if (most == 0) return assignment;
    const std::vector<Candidate>& candidates = choices[layer].candidates;
    more_bytes -= candidates[candidate].bytes - candidates[assignment[layer]].bytes;
    assignment[layer] = candidate;
  }
}

std::vector<Assignment> front_of(const std::vector<LayerChoices>& choices, std::string_view method,
                                 double exponent) {
  constexpr double lowest = 1e-9, highest = 1, step = 1.25;
  std::vector<Assignment> front;
  std::set<Assignment> seen;
  for (double price = lowest; price <= highest; price *= step) {
    Assignment assignment;
    for (const LayerChoices& one : choices) {
      const auto cost = [&](const Candidate& candidate) {
        return is_allowed(candidate, method)
                   ? std::pow(one.sensitivity, exponent) * candidate.error + price * candidate.bytes
                   : std::numeric_limits<double>::infinity();
      };
      const auto best = std::min_element(
          one.candidates.begin(), one.candidates.end(),
          [&](const Candidate& a, const Candidate& b) { return cost(a) < cost(b); });
      assignment.push_back(static_cast<size_t>(best - one.candidates.begin()));
    }
    if (seen.insert(assignment).second) front.push_back(assignment);
  }
  return front;
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
  return relative_error(wanted, got);
}

}  // namespace mote
