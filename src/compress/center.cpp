// SPDX-License-Identifier: Apache-2.0
#include "compress/center.h"

#include <algorithm>

#include "compress/layer.h"
#include "ops/evaluate.h"
#include "ops/infer.h"
#include "ops/op.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kWeights, kBias };

const Node* sole_reader(const Graph& graph, ValueId id) {
  if (use_count(graph, id) != 1) return nullptr;
  const auto found = std::find_if(graph.nodes.begin(), graph.nodes.end(),
                                  [id](const Node& node) { return node.inputs[kX] == id; });
  return found == graph.nodes.end() ? nullptr : &*found;
}

bool is_fully_connected(const Graph& graph, const Node& node) {
  const OpDef& op = op_of(node);
  return op.weights_operand == static_cast<int>(kWeights) && op.window == nullptr &&
         graph[node.inputs[kWeights]].is_constant;
}

// From a value on, up to the first fully connected layer with a bias or an activation; none where
// something else comes before it.
std::vector<Node> linear_part(const Graph& graph, ValueId value) {
  std::vector<Node> part;
  while (const Node* node = sole_reader(graph, value)) {
    const bool is_layer = is_fully_connected(graph, *node);
    if (!is_layer && node->op != "reshape") break;
    part.push_back(*node);
    if (is_layer && (node->has_input(kBias) || node->attrs.contains("activation"))) return part;
    value = node->outputs[0];
  }
  return {};
}

// What the last of the nodes gives for x, but for its bias and activation.
Vector linear_output(const Graph& graph, ValueId from, std::vector<Node> part, const Tensor& x) {
  part.back().inputs.resize(kBias);
  part.back().attrs.erase("activation");
  Graph own{graph.values, part, {from}, {part.back().outputs[0]}, {}, {}};
  const Tensor y = evaluate(own, {&x, 1})[0];
  return Eigen::Map<const Vector>(y.data(), static_cast<Eigen::Index>(y.size()));
}

void add_to_first_bias(Graph& graph, ValueId from, const Tensor& x, double times) {
  const std::vector<Node> part = linear_part(graph, from);
  const Vector moved = times * linear_output(graph, from, part, x);
  add_to_bias(graph, {.node = part.back().name}, moved);
}

Tensor as_floats(Tensor elements) {
  for (double& element : elements) element = double{static_cast<float>(element)};
  return elements;
}

}  // namespace

Graph centered(const Graph& graph, const Tensor& mean) {
  const ValueId x = graph.inputs[0];
  if (linear_part(graph, x).empty()) return graph;
  Graph moved = graph;
  add_to_first_bias(moved, x, mean, 1);
  const ValueId center =
      moved.add_constant(moved.fresh_name("center"), DType::f32, moved[x].shape, as_floats(mean));
  const ValueId y = moved.add({moved.fresh_name("centered"), DType::f32});
  replace_uses(moved, x, y);
  moved.inputs[0] = x;
  moved.nodes.insert(moved.nodes.begin(), Node{moved[y].name, "sub", {x, center}, {y}});
  infer(moved);
  return moved;
}

Graph without_center(const Graph& graph, const Tensor& mean) {
  const Node first = graph.nodes[0];
  if (first.op != "sub" || graph[first.inputs[1]].constant != as_floats(mean)) return graph;
  Graph moved = graph;
  moved.nodes.erase(moved.nodes.begin());
  replace_uses(moved, first.outputs[0], first.inputs[0]);
  add_to_first_bias(moved, first.inputs[0], mean, -1);
  compact(moved);
  return moved;
}

}  // namespace mote
