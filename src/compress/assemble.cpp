// SPDX-License-Identifier: Apache-2.0
#include "compress/assemble.h"

#include <algorithm>

#include "base/interrupt.h"
#include "base/parallel.h"
#include "ops/evaluate.h"
#include "passes/clean.h"

namespace mote {
namespace {

// What the values of a graph are for each of some samples, computed node by node.
class Activations {
 public:
  Activations(const Graph& graph, const SampleOf& sample, int64_t count)
      : samples_(static_cast<size_t>(count)) {
    for (size_t i = 0; i < samples_.size(); i++) {
      samples_[i].resize(graph.values.size());
      std::vector<Tensor> inputs = sample(static_cast<int64_t>(i));
      for (size_t k = 0; k < inputs.size(); k++) {
        samples_[i][graph.index_of(graph.inputs[k])] = std::move(inputs[k]);
      }
    }
  }

  void run(const Graph& graph, const Node& node) {
    parallel_ranges(static_cast<int64_t>(samples_.size()), [&](int64_t first, int64_t last) {
      for (int64_t i = first; i < last; i++) {
        check_interrupted();
        std::vector<Tensor>& values = samples_[static_cast<size_t>(i)];
        values.resize(graph.values.size());
        evaluate_node(graph, node, values);
      }
    });
  }

  std::vector<Tensor> of(ValueId id) const {
    std::vector<Tensor> tensors;
    for (const std::vector<Tensor>& values : samples_) {
      tensors.push_back(values[static_cast<size_t>(id)]);
    }
    return tensors;
  }

  void forget(ValueId id) {
    for (std::vector<Tensor>& values : samples_) values[static_cast<size_t>(id)] = {};
  }

 private:
  std::vector<std::vector<Tensor>> samples_;
};

class Assembly {
 public:
  Assembly(const Graph& graph, const SampleOf& sample, int64_t count)
      : graph_(graph), result_(graph), before_(graph, sample, count), now_(before_) {}

  void step(size_t at, const LayerChoices* one, const Candidate* candidate) {
    const Node& node = graph_.nodes[at];
    if (candidate != nullptr && (candidate->method != nullptr || has_changed_))
      change(node, *one, *candidate);
    before_.run(graph_, node);
    do now_.run(result_, result_.nodes[cursor_]);
    while (result_.nodes[cursor_++].name != node.name);
    for (const ValueId id : node.inputs) {
      if (id != kNoValue && !graph_[id].is_constant && is_last_use(id, at)) {
        before_.forget(id);
        now_.forget(id);
      }
    }
  }

  Graph& result() { return result_; }

 private:
  bool is_last_use(ValueId id, size_t at) const {
    return std::none_of(graph_.nodes.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                        graph_.nodes.end(), [id](const Node& node) {
                          return std::count(node.inputs.begin(), node.inputs.end(), id) > 0;
                        });
  }

  void change(const Node& node, const LayerChoices& one, const Candidate& candidate) {
    const Matrix w = weights_of(graph_, one.layer);
    if (candidate.method != nullptr && candidate.method->is_baseline) {
      const Factors factors = factors_of(candidate, w, one.moment);
      return replace_layer(result_, one.layer, factors, Vector::Zero(w.rows()));
    }
    const ValueId x = node.inputs[0];
    const Retargeted aim = has_changed_ ? retargeted(graph_, one.layer, before_.of(x), now_.of(x))
                                        : Retargeted{one.moment.mean, one.moment, w};
    has_changed_ = true;
    const Factors factors =
        candidate.method != nullptr ? factors_of(candidate, aim.w, aim.now) : Factors{{aim.w}};
    const Vector bias = w * aim.mean_before - factors.product() * aim.now.mean;
    replace_layer(result_, one.layer, factors, bias);
  }

  const Graph& graph_;
  Graph result_;
  Activations before_, now_;
  size_t cursor_ = 0;  // of result_: the next node to run
  bool has_changed_ = false;
};

}  // namespace

Graph assembled(const Graph& graph, const std::vector<LayerChoices>& choices,
                const Assignment& assignment, const SampleOf& sample, int64_t count) {
  Assembly assembly(graph, sample, count);
  for (size_t at = 0, layer = 0; at < graph.nodes.size(); at++) {
    const bool is_layer =
        layer < choices.size() && choices[layer].layer.node == graph.nodes[at].name;
    assembly.step(at, is_layer ? &choices[layer] : nullptr,
                  is_layer ? &choices[layer].candidates[assignment[layer]] : nullptr);
    if (is_layer) layer++;
  }
  Graph result = std::move(assembly.result());
  share_steps_of_depthwise(result);
  clean(result);
  return result;
}

}  // namespace mote
