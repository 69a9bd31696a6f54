// SPDX-License-Identifier: Apache-2.0
#include "cli/judge.h"

#include <map>

#include "cli/model.h"
#include "data/augment.h"
#include "data/metrics.h"
#include "data/statistics.h"
#include "ops/operands.h"

namespace mote {
namespace {

constexpr int64_t kLeastUnusual = 128;

std::string task_of(const Graph& graph) {
  const auto task = graph.meta.find("task");
  return task == graph.meta.end() ? "" : task->second;
}

bool ends_in_classes(const Graph& graph) {
  const int last = producer(graph, graph.outputs[0]);
  return last >= 0 && graph.nodes[static_cast<size_t>(last)].op == "softmax";
}

bool detects(const Graph& real, const Split& split) {
  const std::string task = task_of(real);
  const auto size_of = [&](ValueId id) { return element_count(real[id].shape); };
  const bool reconstructs = size_of(real.outputs[0]) == size_of(real.inputs[0]);
  return task == "anomaly" || (task.empty() && split.y.empty() && reconstructs);
}

// The samples, and as many or more of them made unusual.
Split with_unusual(const Dataset& dataset, const Split& split) {
  Split all{split.x, {}, {}, split.size()};
  const std::vector<float> deviation = channel_statistics(dataset, split).deviation;
  const int64_t wanted = std::max(kLeastUnusual, split.size());
  for (int64_t i = 0; i < wanted; i++) {
    const std::span<const float> sample = dataset.sample(split, i % split.size());
    all.x.insert(all.x.end(), sample.begin(), sample.end());
    Random random(static_cast<uint64_t>(i));
    augment(dataset, split, unusual_augmentation(), deviation, random,
            std::span(all.x).last(sample.size()));
  }
  all.count += wanted;
  return all;
}

std::vector<Tensor> first_outputs(const Graph& graph,
                                  const std::vector<std::vector<Tensor>>& outputs) {
  std::vector<Tensor> first;
  for (const std::vector<Tensor>& one : outputs) {
    first.push_back(real_numbers(graph[graph.outputs[0]], one[0]));
  }
  return first;
}

double share_alike(const std::vector<int32_t>& a, const std::vector<int32_t>& b) {
  double alike = 0;
  for (size_t i = 0; i < a.size(); i++) alike += a[i] == b[i] ? 1 : 0;
  return alike / static_cast<double>(a.size());
}

}  // namespace

Judge::Quality Judge::quality_of(const Graph& real, const Split& split) {
  const std::string task = task_of(real);
  if (detects(real, split)) return Quality::fidelity;
  if (!split.y.empty()) return Quality::accuracy;
  return task == "classify" || ends_in_classes(real) ? Quality::agreement : Quality::fidelity;
}

Judge::Judge(const Graph& real, const Dataset& dataset, const Split& split)
    : detects_(detects(real, split)),
      quality_(quality_of(real, split)),
      samples_(split_samples(dataset, detects_ ? with_unusual(dataset, split) : split, real)),
      person_(split.person) {
  if (quality_ == Quality::accuracy) return;
  const std::vector<std::vector<Tensor>> outputs = evaluate_all(real, samples_);
  if (quality_ == Quality::agreement) classes_ = score(real, samples_, outputs).predicted;
  if (quality_ == Quality::fidelity) outputs_ = first_outputs(real, outputs);
}

Judge::Verdict Judge::operator()(const Graph& graph) const {
  const std::vector<std::vector<Tensor>> outputs = evaluate_all(graph, samples_);
  if (quality_ == Quality::fidelity) {
    return {1 - relative_error(outputs_, first_outputs(graph, outputs))};
  }
  const Score found = score(graph, samples_, outputs);
  if (quality_ == Quality::agreement) return {share_alike(found.predicted, classes_)};
  return {found.accuracy, groups_of(found.predicted)};
}

std::vector<Judge::Group> Judge::groups_of(const std::vector<int32_t>& predicted) const {
  std::map<int64_t, Group> groups;
  for (size_t i = 0; i < predicted.size(); i++) {
    Group& group = groups[person_.empty() ? static_cast<int64_t>(i) : person_[i]];
    group.samples++;
    group.right += predicted[i] == samples_.labels[i] ? 1 : 0;
  }
  std::vector<Group> all;
  for (const auto& [key, group] : groups) all.push_back(group);
  return all;
}

std::string_view Judge::quality() const {
  switch (quality_) {
    case Quality::accuracy:
      return "accuracy";
    case Quality::agreement:
      return "agreement";
    case Quality::fidelity:
      return "fidelity";
  }
  return "";
}

std::string_view Judge::task() const {
  if (detects_) return "anomaly";
  return quality_ == Quality::fidelity ? "regress" : "classify";
}

}  // namespace mote
