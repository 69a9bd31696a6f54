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

std::vector<const Node*> readers_of(const Graph& graph, ValueId id) {
  std::vector<const Node*> readers;
  for (const Node& node : graph.nodes) {
    if (std::count(node.inputs.begin(), node.inputs.end(), id) > 0) readers.push_back(&node);
  }
  return readers;
}

bool is_fully_connected(const Graph& graph, const Node& node) {
  const OpDef& op = op_of(node);
  return op.weights_operand == static_cast<int>(kWeights) && op.window == nullptr &&
         graph[node.inputs[kWeights]].is_constant;
}

bool has_offset(const Node& node) {
  return node.has_input(kBias) || node.attrs.contains("activation");
}

// The sum that a layer without a bias only adds to; null when it is no such layer.
const Node* sum_of(const Graph& graph, const Node& rest) {
  if (!is_fully_connected(graph, rest) || has_offset(rest)) return nullptr;
  const std::vector<const Node*> readers = readers_of(graph, rest.outputs[0]);
  const bool adds =
      readers.size() == 1 && readers[0]->op == "add" && readers[0]->inputs[1] == rest.outputs[0];
  return adds ? readers[0] : nullptr;
}

// From a value on, up to the first fully connected layer with a bias or an activation; none where
// something else comes before it. First of all a layer that reads the value, too, and is added to
// what the last one gives, if there is one.
struct LinearPart {
  std::vector<Node> rest, nodes;
};

LinearPart linear_part(const Graph& graph, ValueId value) {
  LinearPart part;
  const Node* sum = nullptr;
  std::vector<const Node*> readers = readers_of(graph, value);
  const auto rest = std::find_if(readers.begin(), readers.end(), [&](const Node* node) {
    return readers.size() == 2 && sum_of(graph, *node) != nullptr;
  });
  if (rest != readers.end()) {
    sum = sum_of(graph, **rest);
    part.rest = {**rest};
    readers.erase(rest);
  }
  while (readers.size() == 1 &&
         std::count(graph.outputs.begin(), graph.outputs.end(), value) == 0) {
    const Node& node = *readers[0];
    const bool is_layer = is_fully_connected(graph, node);
    if (!is_layer && node.op != "reshape") break;
    part.nodes.push_back(node);
    value = node.outputs[0];
    if (is_layer && has_offset(node)) {
      const bool is_added =
          sum != nullptr && sum->inputs[0] == value && !node.attrs.contains("activation");
      return sum == nullptr || is_added ? part : LinearPart{};
    }
    readers = readers_of(graph, value);
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
  const LinearPart part = linear_part(graph, from);
  Vector moved = times * linear_output(graph, from, part.nodes, x);
  if (!part.rest.empty()) moved += times * linear_output(graph, from, part.rest, x);
  add_to_bias(graph, {.node = part.nodes.back().name}, moved);
}

Tensor as_floats(Tensor elements) {
  for (double& element : elements) element = double{static_cast<float>(element)};
  return elements;
}

}  // namespace

Graph centered(const Graph& graph, const Tensor& mean) {
  const ValueId x = graph.inputs[0];
  if (linear_part(graph, x).nodes.empty()) return graph;
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
