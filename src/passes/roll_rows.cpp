// SPDX-License-Identifier: Apache-2.0
#include "passes/roll_rows.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "ops/infer.h"
#include "ops/op.h"
#include "ops/window.h"

namespace mote {
namespace {

constexpr size_t kRows = 1;  // axis
constexpr int64_t kNone = std::numeric_limits<int64_t>::max();

// How the rows of an operand go with those of the output: row r sees `taps` rows from
// r * stride - before on, some of which may be outside.
struct Reach {
  int64_t stride = 1, before = 0, after = 0, taps = 1;

  int64_t begin(int64_t row) const { return row * stride - before; }
  int64_t end(int64_t row) const { return begin(row) + taps; }
};

Reach reach_of(const Graph& graph, const Node& node) {
  const OpDef& op = op_of(node);
  if (op.window == nullptr) return {};
  const Window w = *op.window(graph, node);
  const bool is_image = graph[node.inputs[0]].shape.size() == 4;
  if (!is_image || w.is_column)
    return {w.stride_x, w.pad_left, w.pad_right, (w.kernel_width - 1) * w.dilation_x + 1};
  return {w.stride_y, w.pad_top, w.pad_bottom, (w.kernel_height - 1) * w.dilation_y + 1};
}

// The operand's extent along the output's rows, 1 when it is the same for all of them.
int64_t rows_beside(const Value& operand, const Value& y) {
  const size_t behind = y.shape.size() - kRows;
  return operand.shape.size() < behind ? 1 : operand.shape[operand.shape.size() - behind];
}

// Whether operand k comes in rows as the output does.
bool has_rows(const Graph& graph, const Node& node, size_t k) {
  if (!node.has_input(k)) return false;
  if (!op_of(node).elementwise) return k == 0;
  return rows_beside(graph[node.inputs[k]], graph[node.outputs[0]]) > 1;
}

class Roller {
 public:
  Roller(Graph& graph, const RowBands& bands) : graph_(graph), bands_(bands) {}

  void run() {
    const std::vector<Node> nodes = std::move(graph_.nodes);
    const auto first = nodes.begin() + static_cast<std::ptrdiff_t>(bands_.first);
    const auto end = nodes.begin() + static_cast<std::ptrdiff_t>(bands_.last) + 1;
    graph_.nodes.assign(nodes.begin(), first);
    layers_.assign(first, end);
    streams_.resize(layers_.size());
    for (size_t i = 0; i < layers_.size(); i++) {
      const ValueId y = layers_[i].outputs[0];
      const auto reads = [y](const Node& node) {
        return std::count(node.inputs.begin(), node.inputs.end(), y) > 0;
      };
      const auto is_it = [y](const State& state) { return state.after == y; };
      streams_[i].is_read_outside =
          std::any_of(end, nodes.end(), reads) ||
          std::count(graph_.outputs.begin(), graph_.outputs.end(), y) > 0 ||
          std::any_of(graph_.states.begin(), graph_.states.end(), is_it);
    }
    for (band_ = 0; band_ < bands_.count; band_++) {
      for (size_t i = 0; i < layers_.size(); i++) {
        streams_[i].wanted = rows_possible(layers_[i]);
        advance(i);
        for (size_t j = 0; j < i; j++) {
          if (last_reader(j) == i) drop_read_rows(j);
        }
      }
    }
    graph_.nodes.insert(graph_.nodes.end(), end, nodes.end());
  }

 private:
  // What there is of a layer's output.
  struct Stream {
    bool is_read_outside = false;
    int64_t wanted = 0;         // rows when the band is done
    int64_t low = 0, done = 0;  // rows [low, done) are kept
    ValueId kept = kNoValue;
  };

  int64_t rows(ValueId id) const { return graph_[id].shape[kRows]; }

  std::optional<size_t> layer_of(ValueId id) const {
    for (size_t i = 0; i < layers_.size(); i++) {
      if (layers_[i].outputs[0] == id) return i;
    }
    return std::nullopt;
  }

  // Rows of the value when the band is done.
  int64_t rows_ready(ValueId x) const {
    if (const auto layer = layer_of(x)) return streams_[*layer].wanted;
    return (rows(x) * (band_ + 1) + bands_.count - 1) / bands_.count;
  }

  // Rows that the node can compute in this band or could before.
  int64_t rows_possible(const Node& node) const {
    const Reach reach = reach_of(graph_, node);
    int64_t most = rows(node.outputs[0]);
    for (size_t k = 0; k < node.inputs.size(); k++) {
      if (!has_rows(graph_, node, k)) continue;
      const int64_t ready = rows_ready(node.inputs[k]);
      if (ready == rows(node.inputs[k])) continue;
      const int64_t spare = ready - reach.end(0);
      most = std::min(most, spare < 0 ? 0 : spare / reach.stride + 1);
    }
    return most;
  }

  bool reads_rows(const Node& node, ValueId x) const {
    for (size_t k = 0; k < node.inputs.size(); k++) {
      if (node.inputs[k] == x && has_rows(graph_, node, k)) return true;
    }
    return false;
  }

  // The first row of layer i's output that is still to be read.
  int64_t first_unread(size_t i) const {
    if (streams_[i].is_read_outside) return 0;
    const ValueId y = layers_[i].outputs[0];
    int64_t first = kNone;
    for (size_t reader = i + 1; reader < layers_.size(); reader++) {
      const int64_t next = streams_[reader].done;
      const bool is_done = next == rows(layers_[reader].outputs[0]);
      if (is_done || !reads_rows(layers_[reader], y)) continue;
      first = std::min(first, reach_of(graph_, layers_[reader]).begin(next));
    }
    return std::clamp(first, streams_[i].low, streams_[i].done);
  }

  // Computes the band's rows of layer i and adds them to those kept.
  void advance(size_t i) {
    Stream& stream = streams_[i];
    if (stream.wanted == stream.done) return;
    const ValueId y = layers_[i].outputs[0];
    std::vector<ValueId> parts;
    if (stream.low < stream.done) parts.push_back(stream.kept);
    const bool is_whole = stream.is_read_outside && stream.wanted == rows(y);
    const bool is_alone = parts.empty();
    parts.push_back(
        part(layers_[i], stream.done, stream.wanted,
             is_alone && is_whole ? y : add_like(y, "_new", stream.wanted - stream.done)));
    stream.kept = parts.back();
    if (!is_alone) {
      stream.kept = is_whole ? y : add_like(y, "_rows", stream.wanted - stream.low);
      graph_.nodes.push_back({graph_[stream.kept].name + "_joined",
                              "concat",
                              parts,
                              {stream.kept},
                              {{"axis", int64_t{kRows}}}});
    }
    stream.done = stream.wanted;
  }

  // The layer that reads layer i's output last in each band; i when none does.
  size_t last_reader(size_t i) const {
    size_t last = i;
    for (size_t reader = i + 1; reader < layers_.size(); reader++) {
      if (reads_rows(layers_[reader], layers_[i].outputs[0])) last = reader;
    }
    return last;
  }

  // Keeps of layer i's output the rows that are still to be read. They are moved to where the next
  // band's come behind them.
  void drop_read_rows(size_t i) {
    Stream& stream = streams_[i];
    const int64_t low = first_unread(i);
    if (low == stream.low) return;
    if (low < stream.done) {
      if (stream.done == rows(layers_[i].outputs[0])) return;
      const ValueId cut = slice(stream.kept, low - stream.low, stream.done - stream.low);
      const ValueId moved = add_like(cut, "_moved", stream.done - low);
      graph_.nodes.push_back(
          {layers_[i].name + "_keeps_from_" + std::to_string(low), "identity", {cut}, {moved}});
      stream.kept = moved;
    }
    stream.low = low;
  }

  // Rows [from, to) of the node's output, as y.
  ValueId part(const Node& node, int64_t from, int64_t to, ValueId y) {
    const Reach reach = reach_of(graph_, node);
    Node one = node;
    if (from > 0) one.name += "_from_" + std::to_string(from);
    for (size_t k = 0; k < node.inputs.size(); k++) {
      if (!has_rows(graph_, node, k)) continue;
      const ValueId x = node.inputs[k];
      const int64_t begin = reach.begin(from), end = reach.end(to - 1), all = rows(x);
      one.inputs[k] = cut_out(x, std::max<int64_t>(begin, 0), std::min(end, all));
      if (!one.attrs.contains("pads")) continue;
      auto pads = node.integers("pads", {});
      pads[0] = std::max<int64_t>(-begin, 0);
      pads[pads.size() / 2] = std::max<int64_t>(end - all, 0);
      one.attrs["pads"] = pads;
    }
    one.outputs = {y};
    graph_.nodes.push_back(one);
    return y;
  }

  ValueId cut_out(ValueId x, int64_t from, int64_t to) {
    const auto layer = layer_of(x);
    if (!layer) return slice(x, from, to);
    const Stream& stream = streams_[*layer];
    return slice(stream.kept, from - stream.low, to - stream.low);
  }

  ValueId slice(ValueId x, int64_t from, int64_t to) {
    if (from == 0 && to == rows(x)) return x;
    const ValueId y = add_like(x, "_cut", to - from);
    const auto number = [&](const char* what, int64_t n) {
      return graph_.add_constant(graph_.fresh_name(graph_[y].name + what), DType::s64, {1},
                                 {static_cast<double>(n)});
    };
    const std::vector<ValueId> operands{x, number("_from", from), number("_to", to),
                                        number("_axis", kRows)};
    graph_.nodes.push_back({graph_[y].name, "slice", operands, {y}});
    return y;
  }

  ValueId add_like(ValueId id, const char* suffix, int64_t count) {
    Value value = graph_[id];
    value.name = graph_.fresh_name(value.name + suffix);
    value.shape[kRows] = count;
    return graph_.add(std::move(value));
  }

  Graph& graph_;
  const RowBands bands_;
  int64_t band_ = 0;
  std::vector<Node> layers_;
  std::vector<Stream> streams_;  // of each layer
};

}  // namespace

bool runs_by_rows(const Graph& graph, const Node& node) {
  if (node.outputs.size() != 1 || !node.has_input(0)) return false;
  const OpDef& op = op_of(node);
  const Value& x = graph[node.inputs[0]];
  const Value& y = graph[node.outputs[0]];
  const size_t axes = y.shape.size();
  if ((axes != 3 && axes != 4) || y.shape[0] != 1 || y.shape[kRows] < 2) return false;
  if (op.elementwise) {
    return std::all_of(node.inputs.begin(), node.inputs.end(), [&](ValueId id) {
      if (id == kNoValue || rows_beside(graph[id], y) == 1) return true;
      return !graph[id].is_constant && graph[id].shape.size() == axes;
    });
  }
  if (x.shape.size() != axes || x.shape[0] != 1 || x.is_constant) return false;
  if (op.by_channels) return true;
  const bool slides = op.window != nullptr && node.integer("channels_last", 0) != 0 &&
                      node.integer("ceil_mode", 0) == 0;
  if (!slides || !op.window(graph, node)) return false;
  const Reach reach = reach_of(graph, node);
  return reach.before < reach.taps && reach.after < reach.taps;
}

void roll_rows(Graph& graph, const RowBands& bands) {
  Roller(graph, bands).run();
  infer(graph);
}

}  // namespace mote
