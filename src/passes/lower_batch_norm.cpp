// SPDX-License-Identifier: Apache-2.0
#include "passes/lower_batch_norm.h"

#include <cmath>

#include "passes/rewrite.h"

namespace mote {

bool lower_batch_norm(Graph& graph) {
  for (size_t i = 0; i < graph.nodes.size(); i++) {
    const Node norm = graph.nodes[i];
    if (norm.op != "batch_normalization" || !are_known(graph, norm, 1)) continue;
    const Value x = graph[norm.inputs[0]];
    Tensor gain, shift;
    const auto of = [&](size_t operand, size_t c) {
      return graph[norm.inputs[operand]].constant[c];
    };
    for (size_t c = 0; c < static_cast<size_t>(x.shape[1]); c++) {
      gain.push_back(of(1, c) / std::sqrt(of(4, c) + norm.number("epsilon", 1e-5)));
      shift.push_back(of(2, c) - of(3, c) * gain.back());
    }
    for (Tensor* tensor : {&gain, &shift}) {
      for (double& element : *tensor) element = static_cast<double>(static_cast<float>(element));
    }
    Shape shape(x.shape.size() - 1, 1);
    shape[0] = x.shape[1];
    const ValueId gains = graph.add_constant(norm.name + "_gain", DType::f32, shape, gain);
    const ValueId shifts = graph.add_constant(norm.name + "_shift", DType::f32, shape, shift);
    const ValueId scaled =
        graph.add({graph.fresh_name(norm.name + "_scaled"), DType::f32, x.shape});
    graph.nodes[i] = {norm.name + "_mul", "mul", {norm.inputs[0], gains}, {scaled}};
    graph.nodes.insert(graph.nodes.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                       Node{norm.name, "add", {scaled, shifts}, norm.outputs});
    return true;
  }
  return false;
}

}  // namespace mote
