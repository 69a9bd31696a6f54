// SPDX-License-Identifier: Apache-2.0
#include "train/projection_head.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "base/error.h"
#include "ops/op.h"

namespace mote {
namespace {

constexpr int64_t kProjections = 32;
constexpr std::string_view kName = "projection";

ValueId append(Graph& graph, const std::string& name, const std::string& op,
               std::vector<ValueId> inputs) {
  const ValueId y = graph.add({.name = name + "_out"});
  graph.nodes.push_back({name, op, std::move(inputs), {y}});
  op_of(graph.nodes.back()).infer(graph, graph.nodes.back());
  return y;
}

ValueId dense(Graph& graph, const std::string& name, ValueId x, int64_t outputs, Random& random) {
  const int64_t inputs = graph[x].shape.back();
  Tensor weights(static_cast<size_t>(inputs * outputs));
  for (double& weight : weights) {
    weight =
        double{static_cast<float>(std::sqrt(2.0 / static_cast<double>(inputs)) * random.normal())};
  }
  const ValueId w = graph.add_constant(name + "_weights", DType::f32, {outputs, inputs}, weights);
  const ValueId bias = graph.add_constant(name + "_bias", DType::f32, {outputs},
                                          Tensor(static_cast<size_t>(outputs), 0));
  return append(graph, name, "fully_connected", {x, w, bias});
}

}  // namespace

void add_projection_head(Graph& graph, Random& random) {
  assert(graph.outputs.size() == 1 && "the projections become the second output");
  const auto last = std::find_if(graph.nodes.rbegin(), graph.nodes.rend(),
                                 [](const Node& node) { return node.op == "fully_connected"; });
  if (last == graph.nodes.rend()) {
    throw Error(ErrorCode::bad_model, "network",
                "has no fully connected layer whose inputs could be compared");
  }
  const ValueId features = last->inputs[0];
  const std::string name(kName);
  const ValueId hidden = dense(graph, name + "1", features, graph[features].shape.back(), random);
  const ValueId active = append(graph, name + "_relu", "relu", {hidden});
  graph.outputs.push_back(dense(graph, name + "2", active, kProjections, random));
}

void remove_projection_head(Graph& graph) {
  std::erase_if(graph.nodes, [](const Node& node) { return node.name.starts_with(kName); });
  graph.outputs.resize(1);
  compact(graph);
}

}  // namespace mote
