// SPDX-License-Identifier: Apache-2.0
#include "ops/evaluate.h"

#include <fmt/format.h>

#include "base/error.h"
#include "ops/op.h"

namespace mote {
namespace {

void round_to_float(Tensor& tensor) {
  for (double& element : tensor) element = static_cast<double>(static_cast<float>(element));
}

const Tensor& tensor_of(const Graph& graph, const std::vector<Tensor>& computed, ValueId id) {
  return graph[id].is_constant ? graph[id].constant : computed[static_cast<size_t>(id)];
}

}  // namespace

void evaluate_node(const Graph& graph, const Node& node, std::vector<Tensor>& computed) {
  std::vector<const Tensor*> operands;
  for (ValueId id : node.inputs) {
    operands.push_back(id == kNoValue ? nullptr : &tensor_of(graph, computed, id));
  }
  std::vector<Tensor> results = op_of(node).reference(graph, node, operands);
  for (size_t i = 0; i < node.outputs.size(); i++) {
    if (graph[node.outputs[i]].dtype == DType::f32) round_to_float(results[i]);
    computed[static_cast<size_t>(node.outputs[i])] = std::move(results[i]);
  }
}

std::vector<Tensor> evaluate(const Graph& graph, std::span<const Tensor> inputs,
                             const ValueObserver& on_value, std::vector<Tensor>* memory) {
  if (inputs.size() != graph.inputs.size()) {
    throw Error(
        ErrorCode::shape_mismatch, "",
        fmt::format("the model has {} inputs, but got {}", graph.inputs.size(), inputs.size()));
  }
  std::vector<Tensor> computed(graph.values.size());
  for (size_t i = 0; i < inputs.size(); i++) {
    const Value& input = graph[graph.inputs[i]];
    if (static_cast<int64_t>(inputs[i].size()) != element_count(input.shape)) {
      throw Error(ErrorCode::shape_mismatch, "input '" + input.name + "'",
                  fmt::format("takes {} elements ({}), but got {}", element_count(input.shape),
                              to_string(input.shape), inputs[i].size()));
    }
    computed[static_cast<size_t>(graph.inputs[i])] = inputs[i];
  }
  std::vector<Tensor> fresh;
  if (memory == nullptr) {
    fresh = reset_states(graph);
    memory = &fresh;
  }
  for (size_t i = 0; i < graph.states.size(); i++) {
    computed[static_cast<size_t>(graph.states[i].before)] = (*memory)[i];
  }
  for (const Node& node : graph.nodes) {
    evaluate_node(graph, node, computed);
    if (!on_value) continue;
    for (ValueId id : node.outputs) on_value(id, computed[static_cast<size_t>(id)]);
  }
  std::vector<Tensor> outputs;
  for (ValueId id : graph.outputs) outputs.push_back(tensor_of(graph, computed, id));
  for (size_t i = 0; i < graph.states.size(); i++) {
    (*memory)[i] = tensor_of(graph, computed, graph.states[i].after);
  }
  return outputs;
}

std::vector<Tensor> reset_states(const Graph& graph) {
  std::vector<Tensor> states;
  for (const State& state : graph.states) {
    const Value& value = graph[state.before];
    const double zero = value.quant.empty() ? 0 : value.quant.zero_point[0];
    states.emplace_back(static_cast<size_t>(element_count(value.shape)), zero);
  }
  return states;
}

}  // namespace mote
