// SPDX-License-Identifier: Apache-2.0
#include "passes/channels_last.h"

#include <algorithm>
#include <numeric>

#include "base/error.h"
#include "ops/infer.h"
#include "ops/op.h"
#include "passes/clean.h"
#include "passes/fold_flatten_order.h"

namespace mote {
namespace {

using Perm = std::vector<int64_t>;

// 0, 2, 3 .. rank-1, 1 and back.
Perm to_last(size_t rank) {
  Perm perm(rank);
  std::iota(perm.begin() + 1, perm.end(), 2);
  perm.back() = 1;
  return perm;
}

Perm to_first(size_t rank) {
  Perm perm(rank);
  std::iota(perm.begin() + 2, perm.end(), 1);
  perm[1] = static_cast<int64_t>(rank) - 1;
  return perm;
}

Shape permuted(const Shape& shape, const Perm& perm) {
  Shape result;
  for (int64_t axis : perm) result.push_back(shape[static_cast<size_t>(axis)]);
  return result;
}

// 0, 3, 2, 1: an image of one row stands up meanwhile, so that it can be computed row by row.
constexpr size_t kImageRank = 4;
const Perm kUpright = {0, 3, 2, 1};

// Whether nothing but a window (lists of one number or two for each axis) knows the axes.
bool has_window_only(const Node& node) {
  const auto is_known = [](const auto& attr) {
    return attr.first == "strides" || attr.first == "dilations" || attr.first == "pads" ||
           attr.first == "kernel_shape" ||
           !std::holds_alternative<std::vector<int64_t>>(attr.second);
  };
  return op_of(node).window != nullptr &&
         std::all_of(node.attrs.begin(), node.attrs.end(), is_known);
}

bool lies(const Graph& graph, const Node& node) {
  const Shape& x = graph[node.inputs[0]].shape;
  const Shape& y = graph[node.outputs[0]].shape;
  return x.size() == kImageRank && y.size() == kImageRank && x[2] == 1 && y[2] == 1 && x[3] > 1 &&
         has_window_only(node);
}

// Rows for columns in what the node says of its window.
void stand_up(Node& node) {
  for (auto& [name, attr] : node.attrs) {
    auto* list = std::get_if<std::vector<int64_t>>(&attr);
    if (list == nullptr) continue;
    for (size_t i = 0; i + 1 < list->size(); i += 2) std::swap((*list)[i], (*list)[i + 1]);
  }
}

bool is_spatial(const Node& node) {
  return op_of(node).is_spatial && node.integer("channels_last", 0) == 0;
}

// Weights O I K... -> O K... I.
ValueId turned_weights(Graph& graph, ValueId id, const Perm& perm) {
  Graph one;
  Value w = graph[id];
  one.inputs = {one.add({"w", w.dtype, w.shape})};
  one.outputs = {one.add({"y", w.dtype, permuted(w.shape, perm)})};
  const Node turn{"turn", "transpose", one.inputs, one.outputs, {{"perm", perm}}};
  const Tensor* operand = &w.constant;
  Tensor turned = op_of(turn).reference(one, turn, {&operand, 1})[0];
  const auto axis = std::find(perm.begin(), perm.end(), w.quant.axis);
  if (axis != perm.end()) w.quant.axis = static_cast<int>(axis - perm.begin());
  return graph.add_constant(w.name + "_last", w.dtype, permuted(w.shape, perm), std::move(turned),
                            w.quant);
}

void turn_node(Graph& graph, std::vector<Node>& nodes, Node node) {
  const Value x = graph[node.inputs[0]];
  const Value y = graph[node.outputs[0]];
  const bool stands = lies(graph, node);
  const Perm there = stands ? kUpright : to_last(x.shape.size());
  const Perm again = stands ? kUpright : to_first(x.shape.size());
  const ValueId last_x =
      graph.add({graph.fresh_name(x.name + "_last"), x.dtype, permuted(x.shape, there), x.quant});
  const ValueId last_y =
      graph.add({graph.fresh_name(y.name + "_last"), y.dtype, permuted(y.shape, there), y.quant});
  nodes.push_back({node.name + "_in", "transpose", {node.inputs[0]}, {last_x}, {{"perm", there}}});
  const Node back{node.name + "_out", "transpose", {last_y}, node.outputs, {{"perm", again}}};
  if (stands) stand_up(node);
  node.inputs[0] = last_x;
  node.outputs[0] = last_y;
  node.attrs["channels_last"] = int64_t{1};
  const int weights = op_of(node).weights_operand;
  if (weights >= 0) {
    ValueId& id = node.inputs[static_cast<size_t>(weights)];
    if (!graph[id].is_constant) {
      throw Error(ErrorCode::unsupported_type, node.name,
                  "weights '" + graph[id].name + "' must be a constant");
    }
    id = turned_weights(graph, id, there);
  }
  nodes.push_back(node);
  nodes.push_back(back);
}

}  // namespace

void channels_last(Graph& graph) {
  const std::vector<Node> nodes = std::move(graph.nodes);
  graph.nodes.clear();
  for (const Node& node : nodes) {
    if (is_spatial(node)) {
      turn_node(graph, graph.nodes, node);
    } else {
      graph.nodes.push_back(node);
    }
  }
  infer(graph);
  clean(graph);
  while (fold_flatten_order(graph)) clean(graph);
}

}  // namespace mote
