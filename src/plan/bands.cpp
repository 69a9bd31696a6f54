// SPDX-License-Identifier: Apache-2.0
#include "plan/bands.h"

#include <algorithm>

#include "ops/op.h"
#include "passes/roll_rows.h"

namespace mote {
namespace {

constexpr int64_t kMostBands = 16;
constexpr size_t kMostLayers = 24;  // on either side of the peak

// A call takes about so many bytes of code: as many bytes of RAM have to be saved for it.
constexpr int64_t kCallBytes = 60;
constexpr double kLeastSaved = 0.1;

struct Choice {
  RowBands bands{};
  int64_t score = 0;  // bytes alive and those that more calls add to the flash
};

class Search {
 public:
  Search(const Graph& graph, const NeedsOf& needs_of)
      : graph_(graph), light_(graph), needs_of_(needs_of), calls_(needs_of(graph).calls) {
    for (const Node& node : graph.nodes) {
      const int weights = op_of(node).weights_operand;
      if (weights >= 0 && node.has_input(static_cast<size_t>(weights)))
        light_[node.inputs[static_cast<size_t>(weights)]].constant.clear();
    }
  }

  // Tries all runs with few bands first, then the best of them with more.
  std::optional<Graph> run(size_t peak, int64_t bytes) {
    if (!runs_by_rows(graph_, graph_.nodes[peak])) return std::nullopt;
    size_t first = peak, last = peak;
    while (first > 0 && peak - first < kMostLayers && runs(first - 1)) first--;
    while (last + 1 < graph_.nodes.size() && last - peak < kMostLayers && runs(last + 1)) last++;
    for (size_t from = first; from <= peak; from++) {
      for (size_t to = peak; to <= last; to++) {
        if (from < to) attempt({from, to, 4});
      }
    }
    constexpr size_t few = 4;
    std::vector<Choice> best = tried_;
    std::stable_sort(best.begin(), best.end(),
                     [](const Choice& a, const Choice& b) { return a.score < b.score; });
    if (best.size() > few) best.resize(few);
    for (const Choice& choice : best) {
      for (int64_t count = 2; count <= kMostBands; count++) {
        attempt({choice.bands.first, choice.bands.last, count});
      }
    }
    const auto least =
        std::min_element(tried_.begin(), tried_.end(),
                         [](const Choice& a, const Choice& b) { return a.score < b.score; });
    const auto enough = static_cast<int64_t>((1 - kLeastSaved) * static_cast<double>(bytes));
    if (least == tried_.end() || least->score > enough) return std::nullopt;
    Graph graph = graph_;
    roll_rows(graph, least->bands);
    return graph;
  }

 private:
  bool runs(size_t i) const { return runs_by_rows(graph_, graph_.nodes[i]); }

  void attempt(const RowBands& bands) {
    const int64_t rows = graph_[graph_.nodes[bands.last].outputs[0]].shape[1];
    if (bands.count > rows) return;
    Graph graph = light_;
    roll_rows(graph, bands);
    const Needs needs = needs_of_(graph);
    tried_.push_back({bands, needs.bytes + (needs.calls - calls_) * kCallBytes});
  }

  const Graph& graph_;
  Graph light_;  // without weights: copied for each attempt
  const NeedsOf& needs_of_;
  const int64_t calls_;
  std::vector<Choice> tried_;
};

// The node during which the most bytes are in use.
size_t fullest_node(const Plan& plan) {
  size_t fullest = 0;
  int64_t most = 0;
  for (size_t i = 0; i < plan.graph.nodes.size(); i++) {
    int64_t sum = 0;
    const int step = static_cast<int>(i);
    for (const Slot& slot : plan.slots) {
      if (slot.first <= step && step <= slot.last) sum += slot.bytes_within(step, step);
    }
    if (sum <= most) continue;
    most = sum;
    fullest = i;
  }
  return fullest;
}

}  // namespace

std::optional<Graph> in_bands(const Plan& plan, const NeedsOf& needs_of) {
  return Search(plan.graph, needs_of).run(fullest_node(plan), plan.arena_bytes);
}

}  // namespace mote
