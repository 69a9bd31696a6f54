// SPDX-License-Identifier: Apache-2.0
#include "ops/broadcast.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "ops/operands.h"

namespace mote {
namespace {

Shape padded(const Shape& shape, size_t rank) {
  Shape result(rank - shape.size(), 1);
  result.insert(result.end(), shape.begin(), shape.end());
  return result;
}

// Distance in memory between neighbours along each axis of `shape`; 0 where operand is stretched.
std::vector<int64_t> steps_of(const Shape& operand, const Shape& shape) {
  const Shape extents = padded(operand, shape.size());
  std::vector<int64_t> steps(shape.size(), 0);
  int64_t step = 1;
  for (size_t i = shape.size(); i-- > 0;) {
    if (extents[i] != 1) steps[i] = step;
    step *= extents[i];
  }
  return steps;
}

}  // namespace

Shape broadcast_shape(const Value& a, const Value& b) {
  const size_t rank = std::max(a.shape.size(), b.shape.size());
  const Shape left = padded(a.shape, rank), right = padded(b.shape, rank);
  Shape shape(rank);
  for (size_t i = 0; i < rank; i++) {
    if (left[i] != right[i] && left[i] != 1 && right[i] != 1) {
      throw Error(ErrorCode::bad_model, "",
                  fmt::format("'{}' {} and '{}' {} cannot be stretched to each other", a.name,
                              to_string(a.shape), b.name, to_string(b.shape)));
    }
    shape[i] = left[i] == 1 ? right[i] : left[i];
  }
  return shape;
}

std::vector<size_t> broadcast_indices(const Shape& operand, const Shape& shape) {
  const std::vector<int64_t> steps = steps_of(operand, shape);
  std::vector<size_t> indices;
  for (int64_t element = 0; element < element_count(shape); element++) {
    int64_t rest = element, index = 0;
    for (size_t i = shape.size(); i-- > 0;) {
      index += rest % shape[i] * steps[i];
      rest /= shape[i];
    }
    indices.push_back(static_cast<size_t>(index));
  }
  return indices;
}

void infer_broadcast(Graph& graph, const Node& node, std::vector<DType> allowed) {
  check_input_count(node, 2, 2);
  check_dtype(graph, node, 0, std::move(allowed));
  check_dtype(graph, node, 1, {input(graph, node, 0).dtype});
  const Value& a = input(graph, node, 0);
  set_output(graph, node, a.dtype, broadcast_shape(a, input(graph, node, 1)));
}

Tensor broadcast_reference(const Graph& graph, const Node& node, std::span<const Tensor* const> in,
                           double (*function)(double, double)) {
  const Value& y = output(graph, node);
  const auto a = broadcast_indices(input(graph, node, 0).shape, y.shape);
  const auto b = broadcast_indices(input(graph, node, 1).shape, y.shape);
  const Clamp clamp = output_clamp(node, y);
  Tensor result;
  for (size_t i = 0; i < a.size(); i++) {
    result.push_back(std::clamp(function((*in[0])[a[i]], (*in[1])[b[i]]), clamp.low, clamp.high));
  }
  return result;
}

void append_broadcast(const Graph& graph, const Node& node, KernelCall& call) {
  const Shape& full = output(graph, node).shape;
  if (full.size() > 4) {
    throw Error(ErrorCode::unsupported_type, "",
                fmt::format("{} axes are more than the four that kernels take", full.size()));
  }
  const Shape shape = padded(full, 4);
  for (int64_t extent : shape) call.arguments.push_back(extent);
  for (size_t i = 0; i < 2; i++) {
    for (int64_t step : steps_of(input(graph, node, i).shape, shape))
      call.arguments.push_back(step);
  }
}

KernelCall broadcast_call(const Graph& graph, const Node& node, const std::string& kernel) {
  KernelCall call{kernel, {node.inputs[0], node.inputs[1]}};
  append_broadcast(graph, node, call);
  const Clamp clamp = output_clamp(node, output(graph, node));
  call.arguments.push_back(static_cast<float>(clamp.low));
  call.arguments.push_back(static_cast<float>(clamp.high));
  call.arguments.push_back(node.outputs[0]);
  return call;
}

std::vector<Graph> broadcast_samples(const std::string& op) {
  std::vector<Graph> graphs;
  for (int64_t n : awkward_lengths) {
    graphs.push_back(Sample(op).input(DType::f32, {1, n}).input(DType::f32, {1, n}).output());
  }
  const std::vector<std::pair<Shape, Shape>> pairs = {{{1, 5, 3}, {3}},
                                                      {{1, 5, 3}, {5, 1}},
                                                      {{2, 1, 4, 3}, {1, 7, 1, 3}},
                                                      {{3}, {2, 3}},
                                                      {{1}, {4}}};
  for (const auto& [a, b] : pairs) {
    graphs.push_back(Sample(op)
                         .input(DType::f32, a)
                         .constant(DType::f32, b, -3, 3)
                         .attr("activation", std::string("relu"))
                         .output());
    graphs.push_back(Sample(op).constant(DType::f32, b, -3, 3).input(DType::f32, a).output());
  }
  return graphs;
}

}  // namespace mote
