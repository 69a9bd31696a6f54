// SPDX-License-Identifier: Apache-2.0
#include "cli/learnt_report.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "base/text.h"
#include "cli/console.h"
#include "cli/model_report.h"
#include "ops/evaluate.h"
#include "passes/clean.h"
#include "report/plots.h"

namespace mote {
namespace {

constexpr size_t kMostPoints = 3000;  // of a plot of panels

// Of the first layer: [filter][channel][step].
using Filters = std::vector<std::vector<std::vector<double>>>;

bool has_weights(const Graph& graph, const Node& node) {
  return (node.op == "conv" || node.op == "fully_connected") && graph[node.inputs[1]].is_constant;
}

double real_weight(const Value& weights, size_t at) {
  if (weights.quant.empty() || weights.dtype == DType::f32) return weights.constant[at];
  const size_t row = at / (weights.constant.size() / static_cast<size_t>(weights.shape[0]));
  const size_t c = weights.quant.scale.size() > 1 ? row : 0;
  return (weights.constant[at] - weights.quant.zero_point[c]) * double{weights.quant.scale[c]};
}

Filters first_filters(const Graph& graph) {
  const Shape& input = graph[graph.inputs[0]].shape;  // 1 steps channels
  const auto first = std::find_if(graph.nodes.begin(), graph.nodes.end(),
                                  [&](const Node& node) { return has_weights(graph, node); });
  if (input.size() != 3 || first == graph.nodes.end()) return {};
  const Value& weights = graph[first->inputs[1]];
  const bool is_conv = first->op == "conv";
  if (is_conv && (weights.shape.size() != 3 || weights.shape[1] != input[2])) return {};
  // Rows over a part of the window are as good as rows over all of it.
  if (!is_conv && (weights.shape.size() != 2 || weights.shape[1] % input[2] != 0)) return {};
  const auto channels = static_cast<size_t>(input[2]);
  const auto steps = static_cast<size_t>(is_conv ? weights.shape[2] : weights.shape[1] / input[2]);
  Filters filters(static_cast<size_t>(weights.shape[0]));
  for (size_t f = 0; f < filters.size(); f++) {
    for (size_t c = 0; c < channels; c++) {
      std::vector<double>& line = filters[f].emplace_back();
      for (size_t t = 0; t < steps; t++) {
        const size_t at = is_conv ? c * steps + t : t * channels + c;
        line.push_back(real_weight(weights, f * channels * steps + at));
      }
    }
  }
  return filters;
}

double energy(const std::vector<std::vector<double>>& filter) {
  double sum = 0;
  for (const std::vector<double>& line : filter) {
    for (const double weight : line) sum += weight * weight;
  }
  return sum;
}

CurvePanel panel_of(const std::string& title, const std::vector<std::vector<double>>& lines,
                    const std::vector<std::string>& names) {
  CurvePanel panel{title, {}};
  for (size_t c = 0; c < lines.size(); c++) {
    Curve curve{names[c], {}};
    for (size_t t = 0; t < lines[c].size(); t++) {
      curve.points.push_back({static_cast<double>(t), std::round(1e4 * lines[c][t]) / 1e4});
    }
    panel.curves.push_back(std::move(curve));
  }
  return panel;
}

// What the last layer with weights reads, as the graph's only output; nothing where that is no
// vector.
Graph up_to_features(const Graph& real) {
  Graph graph;
  for (const Node& node : real.nodes) {
    if (node.op != "fully_connected" || !has_weights(real, node)) continue;
    graph = real;
    graph.outputs = {node.inputs[0]};
  }
  if (graph.outputs.empty() || graph.outputs[0] == graph.inputs[0]) return {};
  clean(graph);
  return graph;
}

}  // namespace

void add_filters(const Graph& graph, const std::string& title, Report& report) {
  Filters filters = first_filters(graph);
  if (filters.empty() || filters[0].empty() || filters[0][0].size() < 2) return;
  std::stable_sort(filters.begin(), filters.end(),
                   [](const auto& a, const auto& b) { return energy(a) > energy(b); });
  const size_t points = filters[0].size() * filters[0][0].size(), all = filters.size();
  filters.resize(std::clamp<size_t>(kMostPoints / points, 1, std::min<size_t>(24, all)));
  const std::vector<std::string> names = channel_names(graph, filters[0].size());
  std::vector<CurvePanel> panels;
  ReportSection section{title};
  section.text = fmt::format(
      "Weights over time of the {} largest of its {} filters, one line for each channel.",
      filters.size(), all);
  section.rows = {{"filter", "sum of squares"}};
  for (size_t f = 0; f < filters.size(); f++) {
    panels.push_back(panel_of(std::to_string(f + 1), filters[f], names));
    section.rows.push_back({std::to_string(f + 1), fmt::format("{:.3f}", energy(filters[f]))});
  }
  section.plot = panel_plot(panels);
  report.sections.push_back(std::move(section));
}

void add_exciting(const Graph& real, const Samples& samples, Report& report) {
  constexpr size_t most_samples = 400, most_features = 6;
  const Shape& input = real[real.inputs[0]].shape;
  const Graph graph = up_to_features(real);
  if (input.size() != 3 || real.inputs.size() != 1 || graph.outputs.empty() ||
      samples.inputs.empty()) {
    return;
  }
  const size_t count = std::min(most_samples, samples.inputs.size());
  std::vector<Tensor> features;
  std::vector<size_t> taken;
  for (size_t i = 0; i < count; i++) {
    taken.push_back(i * samples.inputs.size() / count);
    features.push_back(evaluate(graph, samples.inputs[taken.back()])[0]);
  }
  struct Feature {
    size_t index, sample;
    double spread, most;
  };
  std::vector<Feature> found;
  for (size_t f = 0; f < features[0].size(); f++) {
    Feature one{f, 0, 0, features[0][f]};
    double sum = 0, squares = 0;
    for (size_t i = 0; i < count; i++) {
      const double value = features[i][f];
      sum += value, squares += value * value;
      if (value > one.most) one.most = value, one.sample = i;
    }
    one.spread =
        squares / static_cast<double>(count) - std::pow(sum / static_cast<double>(count), 2);
    found.push_back(one);
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Feature& a, const Feature& b) { return a.spread > b.spread; });
  const size_t points = static_cast<size_t>(input[1] * input[2]);
  found.resize(std::min({found.size(), most_features, std::max<size_t>(1, kMostPoints / points)}));
  const std::vector<std::string> classes = classes_of(real);
  const std::vector<std::string> names = channel_names(real, static_cast<size_t>(input[2]));
  std::vector<CurvePanel> panels;
  ReportSection section{"What excites its features most"};
  section.text = fmt::format(
      "Of the numbers that its last layer reads, those that vary most; of {} windows the one that "
      "makes each largest.",
      count);
  section.rows = {{"feature", "window", "labelled", "feature's value"}};
  for (const Feature& one : found) {
    const size_t sample = taken[one.sample];
    const std::string label =
        samples.labels.empty() ? "-" : classes.at(static_cast<size_t>(samples.labels[sample]));
    std::vector<std::vector<double>> lines(static_cast<size_t>(input[2]));
    const Tensor& window = samples.inputs[sample][0];
    for (size_t i = 0; i < window.size(); i++) lines[i % lines.size()].push_back(window[i]);
    panels.push_back(panel_of(fmt::format("{}: {}", one.index + 1, label), lines, names));
    section.rows.push_back({std::to_string(one.index + 1), std::to_string(sample + 1), label,
                            fmt::format("{:.3f}", one.most)});
  }
  section.plot = panel_plot(panels);
  report.sections.push_back(std::move(section));
}

void add_sparsity(const Graph& graph, Report& report) {
  ReportSection section{"How sparse the weights are"};
  section.rows = {{"layer", "operator", "weights", "not zero", "of all", "different values"}};
  std::vector<BarPart> parts;
  for (const Node& node : graph.nodes) {
    if (!has_weights(graph, node)) continue;
    const Value& weights = graph[node.inputs[1]];
    std::set<double> values;
    int64_t kept = 0;
    for (size_t i = 0; i < weights.constant.size(); i++) {
      const double weight = real_weight(weights, i);
      kept += weight != 0 ? 1 : 0;
      values.insert(weights.constant[i]);
    }
    const auto all = static_cast<int64_t>(weights.constant.size());
    section.rows.push_back({node.name, node.op, grouped(all), grouped(kept),
                            percent(static_cast<double>(kept) / static_cast<double>(all)),
                            std::to_string(values.size())});
    parts.push_back({node.name, "not zero", static_cast<double>(kept)});
    parts.push_back({node.name, "zero", static_cast<double>(all - kept)});
  }
  if (parts.empty()) return;
  section.plot = bar_plot(parts, "weights");
  report.sections.push_back(std::move(section));
}

}  // namespace mote
