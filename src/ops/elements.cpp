// SPDX-License-Identifier: Apache-2.0
#include "ops/elements.h"

#include "base/error.h"
#include "ops/indices.h"
#include "ops/operands.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kIndices };

size_t axis_of(const Graph& graph, const Node& node) {
  return normal_axis(node, node.integer("axis", 0), input(graph, node, kX).shape.size());
}

// What the places of the indices are in x, at index 0.
View view_of(const Graph& graph, const Node& node) {
  View view{input(graph, node, kIndices).shape, steps_of(input(graph, node, kX).shape)};
  view.steps[axis_of(graph, node)] = 0;
  return view;
}

}  // namespace

void check_element_indices(const Graph& graph, const Node& node) {
  check_indices(graph, node, kIndices);
  const Shape &x = input(graph, node, kX).shape, &indices = input(graph, node, kIndices).shape;
  const size_t axis = axis_of(graph, node);
  bool fits = indices.size() == x.size() && x[axis] > 0;
  for (size_t i = 0; i < x.size() && fits; i++) fits = i == axis || indices[i] <= x[i];
  if (!fits) fail_operand(graph, node, kIndices, "a part of " + to_string(x));
}

std::vector<int64_t> named_elements(const Graph& graph, const Node& node, const Tensor& indices) {
  const Shape& x = input(graph, node, kX).shape;
  const size_t axis = axis_of(graph, node);
  const int64_t step = steps_of(x)[axis];
  std::vector<int64_t> elements = view_indices(view_of(graph, node));
  for (size_t i = 0; i < elements.size(); i++) {
    elements[i] += held_index(indices[i], x[axis]) * step;
  }
  return elements;
}

std::vector<KernelArgument> element_arguments(const Graph& graph, const Node& node) {
  const Shape& x = input(graph, node, kX).shape;
  const View six = six_axes(view_of(graph, node));
  std::vector<KernelArgument> arguments{node.inputs[kIndices], index_bytes(graph, node, kIndices)};
  for (int64_t extent : six.shape) arguments.push_back(extent);
  for (int64_t step : six.steps) arguments.push_back(step);
  arguments.push_back(x[axis_of(graph, node)]);
  arguments.push_back(steps_of(x)[axis_of(graph, node)]);
  return arguments;
}

}  // namespace mote
