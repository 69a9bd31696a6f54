// SPDX-License-Identifier: Apache-2.0
#include "train/pretext_head.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "base/error.h"
#include "ops/op.h"

namespace mote {
namespace {

constexpr int64_t kProjections = 32;
constexpr std::string_view kName = "pretext";

ValueId append(Graph& graph, const std::string& name, const std::string& op,
               std::vector<ValueId> inputs, std::map<std::string, Attr> attrs = {}) {
  const ValueId y = graph.add({.name = name + "_out"});
  graph.nodes.push_back({name, op, std::move(inputs), {y}, std::move(attrs)});
  op_of(graph.nodes.back()).infer(graph, graph.nodes.back());
  return y;
}

// `shape`: outputs x inputs x positions read at once.
ValueId random_weights(Graph& graph, const std::string& name, const Shape& shape, Random& random) {
  const double inputs = static_cast<double>(element_count(shape) / shape[0]);
  Tensor weights(static_cast<size_t>(element_count(shape)));
  for (double& weight : weights) {
    weight = double{static_cast<float>(std::sqrt(2.0 / inputs) * random.normal())};
  }
  return graph.add_constant(name + "_weights", DType::f32, shape, weights);
}

ValueId dense(Graph& graph, const std::string& name, ValueId x, int64_t outputs, Random& random) {
  const ValueId w = random_weights(graph, name, {outputs, graph[x].shape.back()}, random);
  const ValueId bias = graph.add_constant(name + "_bias", DType::f32, {outputs},
                                          Tensor(static_cast<size_t>(outputs), 0));
  return append(graph, name, "fully_connected", {x, w, bias});
}

// The same layer at every position.
ValueId pointwise(Graph& graph, const std::string& name, ValueId x, int64_t outputs,
                  Random& random) {
  const size_t axes = graph[x].shape.size() - 2;
  const std::vector<int64_t> ones(axes, 1), zeros(2 * axes, 0);
  Shape shape{outputs, graph[x].shape[1]};
  shape.insert(shape.end(), axes, 1);
  return append(graph, name, "conv", {x, random_weights(graph, name, shape, random)},
                {{"kernel_shape", ones},
                 {"strides", ones},
                 {"dilations", ones},
                 {"pads", zeros},
                 {"group", int64_t{1}}});
}

// What the last node of this operator reads, or kNoValue.
ValueId read_by_last(const Graph& graph, std::string_view op) {
  const auto last = std::find_if(graph.nodes.rbegin(), graph.nodes.rend(),
                                 [&](const Node& node) { return node.op == op; });
  return last == graph.nodes.rend() ? kNoValue : last->inputs[0];
}

ValueId features_of(const Graph& graph) {
  const ValueId features = read_by_last(graph, "fully_connected");
  if (features != kNoValue) return features;
  throw Error(ErrorCode::bad_model, "network",
              "has no fully connected layer whose inputs could learn without labels");
}

// How many elements each position of `map` stands for.
int64_t elements_a_position(const Graph& graph, ValueId map) {
  const Shape& sample = graph[graph.inputs[0]].shape;
  int64_t count = sample.back();
  for (size_t axis = 2; axis < graph[map].shape.size(); axis++) {
    count *= sample[axis - 1] / graph[map].shape[axis];
  }
  return count;
}

}  // namespace

void add_projection_head(Graph& graph, Random& random) {
  assert(graph.outputs.size() == 1 && "the projections become the second output");
  const ValueId features = features_of(graph);
  const std::string name(kName);
  const ValueId hidden = dense(graph, name + "1", features, graph[features].shape.back(), random);
  const ValueId active = append(graph, name + "_relu", "relu", {hidden});
  graph.outputs.push_back(dense(graph, name + "2", active, kProjections, random));
}

void add_reconstruction_head(Graph& graph, Random& random) {
  assert(graph.outputs.size() == 1 && "what is restored becomes the second output");
  const std::string name(kName);
  const ValueId map = read_by_last(graph, "global_average_pool");
  if (map == kNoValue) {
    const int64_t elements = element_count(graph[graph.inputs[0]].shape);
    graph.outputs.push_back(dense(graph, name, features_of(graph), elements, random));
  } else {
    const int64_t each = elements_a_position(graph, map);
    graph.outputs.push_back(pointwise(graph, name, map, each, random));
  }
}

void remove_pretext_head(Graph& graph) {
  std::erase_if(graph.nodes, [](const Node& node) { return node.name.starts_with(kName); });
  graph.outputs.resize(1);
  compact(graph);
}

}  // namespace mote
