// SPDX-License-Identifier: Apache-2.0
#include "passes/reuse_overlap.h"

#include <algorithm>
#include <optional>

#include "base/error.h"
#include "ops/infer.h"
#include "ops/op.h"
#include "ops/window.h"

namespace mote {
namespace {

constexpr size_t kTime = 1;  // axis

// Positions [low, high) do not see the window's ends: what they hold, the last run had `shift`
// later.
struct Track {
  int64_t low, high, shift;
};

int64_t floor_div(int64_t n, int64_t d) {
  return n / d - (n % d < 0 ? 1 : 0);
}

class Reuser {
 public:
  explicit Reuser(Graph& graph) : graph_(graph), tracks_(graph.values.size()) {}

  int64_t run(int64_t hop) {
    const ValueId x = graph_.inputs[0];
    tracks_[index(x)] = Track{0, graph_[x].shape[kTime], hop};
    const std::vector<Node> nodes = std::move(graph_.nodes);
    graph_.nodes.clear();
    for (const Node& node : nodes) {
      if (!reuse(node)) graph_.nodes.push_back(node);
    }
    return kept_;
  }

 private:
  static size_t index(ValueId id) { return static_cast<size_t>(id); }

  // Whether the node is replaced by its two ends and a state between them.
  bool reuse(const Node& node) {
    const ValueId x = node.inputs.empty() ? kNoValue : node.inputs[0];
    if (x == kNoValue || !track(x) || node.outputs.size() != 1) return false;
    const ValueId y = node.outputs[0];
    const auto window = window_of(node);
    if (!window) {
      pass_on(node);
      return false;
    }
    const Track from = *track(x);
    if (from.shift % window->stride_x != 0) return false;
    const int64_t length = graph_[y].shape[kTime];
    const int64_t span = (window->kernel_width - 1) * window->dilation_x;
    Track to{-floor_div(-(from.low + window->pad_left), window->stride_x),
             floor_div(from.high - 1 + window->pad_left - span, window->stride_x) + 1,
             from.shift / window->stride_x};
    to.high = std::min(to.high, length);
    set_track(y, to);
    const int64_t middle = to.high - to.shift - to.low;
    if (middle <= 0) return false;
    std::vector<ValueId> parts;
    if (to.low > 0) parts.push_back(part(node, *window, 0, to.low));
    const ValueId before = add_like(y, "_kept", middle);
    parts.push_back(before);
    if (to.low + middle < length) parts.push_back(part(node, *window, to.low + middle, length));
    graph_.nodes.push_back(
        {graph_[y].name + "_joined", "concat", parts, {y}, {{"axis", int64_t{1}}}});
    graph_.states.push_back({before, slice(y, to.low + to.shift, to.high)});
    kept_ += middle;
    return true;
  }

  std::optional<Track> track(ValueId id) const {
    return index(id) < tracks_.size() ? tracks_[index(id)] : std::nullopt;
  }
  void set_track(ValueId id, const Track& track) {
    if (tracks_.size() <= index(id)) tracks_.resize(index(id) + 1);
    tracks_[index(id)] = track;
  }

  // How the node slides along time, as one spatial axis; null for operators that do not.
  std::optional<Window> window_of(const Node& node) const {
    const OpDef& op = op_of(node);
    const size_t axes = graph_[node.inputs[0]].shape.size();
    if (axes != 3 || graph_[node.outputs[0]].shape.size() != axes) return std::nullopt;
    if (op.by_channels) {
      Window one{};
      one.kernel_width = one.stride_x = one.dilation_x = 1;
      return one;
    }
    const bool slides = op.window != nullptr && node.integer("channels_last", 0) != 0 &&
                        node.integer("ceil_mode", 0) == 0;
    return slides ? op.window(graph_, node) : std::nullopt;
  }

  // Cheap elementwise operators run as they are; what they say about time is what their operands
  // say.
  void pass_on(const Node& node) {
    const Value& y = graph_[node.outputs[0]];
    if (!op_of(node).elementwise) return;
    Track all{0, y.shape.size() == 3 ? y.shape[kTime] : 0, 0};
    for (ValueId id : node.inputs) {
      if (id == kNoValue || graph_[id].is_constant) continue;
      if (!track(id) || graph_[id].shape != y.shape) return;
      if (all.shift != 0 && all.shift != track(id)->shift) return;
      all = {std::max(all.low, track(id)->low), std::min(all.high, track(id)->high),
             track(id)->shift};
    }
    set_track(node.outputs[0], all);
  }

  // Output positions [from, to) of the node, out of what they read.
  ValueId part(const Node& node, const Window& window, int64_t from, int64_t to) {
    const int64_t length = graph_[node.inputs[0]].shape[kTime];
    const int64_t begin = from * window.stride_x - window.pad_left;
    const int64_t end = (to - 1) * window.stride_x - window.pad_left +
                        (window.kernel_width - 1) * window.dilation_x + 1;
    Node one = node;
    one.name = graph_.fresh_name(node.name + (from == 0 ? "_first" : "_last"));
    one.inputs[0] = slice(node.inputs[0], std::max<int64_t>(begin, 0), std::min(end, length));
    if (one.attrs.contains("pads")) {
      one.attrs["pads"] =
          std::vector<int64_t>{std::max<int64_t>(-begin, 0), std::max<int64_t>(end - length, 0)};
    }
    one.outputs = {add_like(node.outputs[0], from == 0 ? "_first" : "_last", to - from)};
    graph_.nodes.push_back(one);
    return one.outputs[0];
  }

  ValueId slice(ValueId x, int64_t from, int64_t to) {
    if (from == 0 && to == graph_[x].shape[kTime]) return x;
    const ValueId y = add_like(x, "_cut", to - from);
    const auto number = [&](const char* what, int64_t n) {
      return graph_.add_constant(graph_.fresh_name(graph_[y].name + what), DType::s64, {1},
                                 {static_cast<double>(n)});
    };
    const std::vector<ValueId> operands{x, number("_from", from), number("_to", to),
                                        number("_axis", 1)};
    graph_.nodes.push_back({graph_[y].name, "slice", operands, {y}});
    return y;
  }

  ValueId add_like(ValueId id, const char* suffix, int64_t length) {
    Value value = graph_[id];
    value.name = graph_.fresh_name(value.name + suffix);
    value.shape[kTime] = length;
    return graph_.add(std::move(value));
  }

  Graph& graph_;
  std::vector<std::optional<Track>> tracks_;
  int64_t kept_ = 0;
};

}  // namespace

namespace {

// Sound takes more RAM than all that is made of it: what nobody reads of the input goes.
void drop_old_sound(Graph& graph, int64_t hop) {
  const ValueId x = graph.inputs[0];
  const auto slice = std::find_if(graph.nodes.begin(), graph.nodes.end(),
                                  [&](const Node& node) { return node.inputs[0] == x; });
  if (slice == graph.nodes.end() || slice->op != "slice" || use_count(graph, x) != 1) return;
  const ValueId newest = slice->outputs[0];
  const auto reader = std::find_if(graph.nodes.begin(), graph.nodes.end(),
                                   [&](const Node& node) { return node.inputs[0] == newest; });
  const bool is_heard = reader != graph.nodes.end() && reader->op == "mfcc";
  if (!is_heard || graph[newest].shape[kTime] < hop) return;
  graph[x].shape = graph[newest].shape;
  reader->inputs[0] = x;
  graph.nodes.erase(slice);
}

}  // namespace

void reuse_overlap(Graph& graph, int64_t hop) {
  const bool is_stream = graph.inputs.size() == 1 && graph[graph.inputs[0]].shape.size() == 3;
  if (!is_stream) {
    throw Error(ErrorCode::bad_option, "--hop",
                "the model has no single input of samples by channels");
  }
  const int64_t length = graph[graph.inputs[0]].shape[kTime];
  if (hop < 1 || hop >= length) {
    throw Error(ErrorCode::bad_option, "--hop",
                std::to_string(hop) + " is not from 1 to " + std::to_string(length - 1) +
                    ", one less than a window");
  }
  if (Reuser(graph).run(hop) == 0) {
    throw Error(ErrorCode::bad_option, "--hop", "nothing of a window can be kept for the next one",
                "a hop that the strides of the first layers divide leaves more");
  }
  drop_old_sound(graph, hop);
  graph.meta["hop"] = std::to_string(hop);
  graph.meta["window"] = std::to_string(length);
  infer(graph);
}

}  // namespace mote
