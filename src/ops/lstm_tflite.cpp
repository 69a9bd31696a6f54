// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "ops/lstm_integer.h"
#include "ops/operands.h"
#include "ops/tflite_layout.h"

namespace mote {
namespace {

// TFLite's operands; each group of four is in the order i, f, c, o.
enum Operand : size_t {
  kX,
  kWeights = 1,
  kRecurrent = 5,
  kPeepholes = 9,
  kBias = 12,
  kProjection = 16,
  kHidden = 18,
  kCell = 19,
  kNorms = 20,
  kEnd = 24
};

// ONNX's order i, o, f, c.
constexpr size_t kOrder[] = {0, 3, 1, 2};

[[noreturn]] void refuse(const std::string& message) {
  throw Error(ErrorCode::unsupported_type, "", message);
}

void check(const Graph& graph, const Node& node) {
  check_input_count(node, kCell + 1, kEnd);
  for (size_t i = kPeepholes; i < kEnd; i++) {
    const bool is_allowed = (i >= kBias && i < kProjection) || i == kHidden || i == kCell;
    if (!is_allowed && node.has_input(i)) {
      refuse("peepholes, projections and normalized layers are not supported");
    }
  }
  if (node.text("activation", "none") != "tanh" ||
      node.integer("diagonal_recurrent_tensors", 0) != 0 || node.number("proj_clip", 0) != 0) {
    refuse("the cell's activation must be tanh, recurrent weights matrices, and no clips follow");
  }
  check_rank(graph, node, kX, 3);
  for (size_t i = 0; i < 4; i++) {
    for (size_t first : {kWeights, kRecurrent}) {
      check_constant(graph, node, first + i);
      check_rank(graph, node, first + i, 2);
      check_symmetric(graph, node, first + i);
    }
    check_constant(graph, node, kBias + i);
    check_rank(graph, node, kBias + i, 1);
  }
}

// Four constants one after the other, as 1 x rows x columns (columns 0: 1 x rows).
Value joined(const Graph& graph, const Node& node, size_t first, Shape each) {
  const Value& model = input(graph, node, first);
  Value all{model.name + "_gates", model.dtype};
  all.quant.axis = model.quant.empty() ? 0 : 1;
  all.is_constant = true;
  for (size_t gate : kOrder) {
    const Value& part = input(graph, node, first + gate);
    if (part.shape != each || part.dtype != model.dtype ||
        part.quant.empty() != model.quant.empty()) {
      fail_operand(graph, node, first + gate, to_string(each) + " like its neighbors");
    }
    all.constant.insert(all.constant.end(), part.constant.begin(), part.constant.end());
    if (part.quant.empty()) continue;
    if (part.quant.scale.size() != 1) refuse("weights must have one scale a gate");
    all.quant.scale.insert(all.quant.scale.end(), static_cast<size_t>(each[0]),
                           part.quant.scale[0]);
    all.quant.zero_point.insert(all.quant.zero_point.end(), static_cast<size_t>(each[0]), 0);
  }
  each[0] *= 4;
  all.shape = std::move(each);
  all.shape.insert(all.shape.begin(), 1);
  return all;
}

ValueId add_constant(Graph& graph, Value value) {
  value.name = graph.fresh_name(value.name);
  return graph.add(std::move(value));
}

// Wx + Wb, with zeros for the recurrent part.
Value biases(const Graph& graph, const Node& node, int64_t hidden) {
  Value all = joined(graph, node, kBias, {hidden});
  const auto count = static_cast<size_t>(4 * hidden);
  all.constant.resize(2 * count, 0.0);
  all.shape = {1, 8 * hidden};
  if (all.quant.empty()) return all;
  const Quant gates = all.quant;
  all.quant.scale.insert(all.quant.scale.end(), gates.scale.begin(), gates.scale.end());
  all.quant.zero_point.insert(all.quant.zero_point.end(), count, 0);
  return all;
}

// The variable tensor takes ONNX's shape; what it becomes is a new value.
ValueId next_state(Graph& graph, const Node& node, size_t i, const Shape& shape) {
  const ValueId before = input(graph, node, i).is_constant ? kNoValue : node.inputs[i];
  const auto found = std::find_if(graph.states.begin(), graph.states.end(),
                                  [&](const State& state) { return state.before == before; });
  if (found == graph.states.end() || found->after != before ||
      element_count(graph[before].shape) != element_count(shape)) {
    fail_operand(graph, node, i, "a variable tensor of its own, " + to_string(shape));
  }
  graph[before].shape = shape;
  Value after = graph[before];
  after.name = graph.fresh_name(after.name + "_next");
  found->after = graph.add(std::move(after));
  return found->after;
}

ValueId like(Graph& graph, ValueId model, const char* suffix) {
  const Value value = graph[model];
  return graph.add({graph.fresh_name(value.name + suffix), value.dtype, {}, value.quant});
}

}  // namespace

void lstm_from_tflite(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  check(graph, node);
  const bool is_time_major = node.integer("time_major", 0) != 0;
  const Shape x = input(graph, node, kX).shape;
  const int64_t steps = x[is_time_major ? 0 : 1], batch = x[is_time_major ? 1 : 0];
  const int64_t hidden = input(graph, node, kWeights).shape[0];
  if (hidden < 1) fail_operand(graph, node, kWeights, "rows");
  Node lstm{node.name, "lstm", {node.inputs[kX]}, {node.outputs[0]}};
  const std::map<std::string, Attr> swap{{"perm", std::vector<int64_t>{1, 0, 2}}};
  if (!is_time_major) {
    lstm.inputs[0] = like(graph, node.inputs[kX], "_steps_first");
    nodes.push_back({node.name + "/in", "transpose", {node.inputs[kX]}, {lstm.inputs[0]}, swap});
  }
  lstm.inputs.push_back(add_constant(graph, joined(graph, node, kWeights, {hidden, x[2]})));
  lstm.inputs.push_back(add_constant(graph, joined(graph, node, kRecurrent, {hidden, hidden})));
  lstm.inputs.push_back(add_constant(graph, biases(graph, node, hidden)));
  lstm.inputs.insert(lstm.inputs.end(), {kNoValue, node.inputs[kHidden], node.inputs[kCell]});
  const ValueId y = like(graph, node.outputs[0], "_directions");
  const ValueId next_h = next_state(graph, node, kHidden, {1, batch, hidden});
  const ValueId next_c = next_state(graph, node, kCell, {1, batch, hidden});
  lstm.outputs = {y, next_h, next_c};
  lstm.attrs["hidden_size"] = hidden;
  const double clip = node.number("cell_clip", 0);
  if (clip > 0) lstm.attrs["cell_clip"] = clip;
  nodes.push_back(lstm);
  const ValueId rows = is_time_major ? node.outputs[0] : like(graph, y, "_rows");
  nodes.push_back(tflite_reshape(graph, node, y, {steps, batch, hidden}, rows));
  if (!is_time_major) {
    nodes.push_back({node.name + "/out", "transpose", {rows}, {node.outputs[0]}, swap});
  }
}

}  // namespace mote
