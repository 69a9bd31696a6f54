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

namespace {

// An axis and the one inside it become one where all operands pass from one row to the next without
// a jump.
void merge_axes(Shape& shape, std::vector<std::vector<int64_t>>& steps) {
  for (size_t i = shape.size(); i-- > 1;) {
    const bool is_smooth = std::all_of(steps.begin(), steps.end(), [&](const auto& of) {
      return shape[i - 1] == 1 || shape[i] == 1 || of[i - 1] == of[i] * shape[i];
    });
    if (!is_smooth) continue;
    for (auto& of : steps) {
      if (shape[i] == 1) of[i] = of[i - 1];
      of.erase(of.begin() + static_cast<std::ptrdiff_t>(i) - 1);
    }
    shape[i] *= shape[i - 1];
    shape.erase(shape.begin() + static_cast<std::ptrdiff_t>(i) - 1);
  }
}

}  // namespace

void append_broadcast(const Graph& graph, const Node& node, KernelCall& call) {
  Shape shape = output(graph, node).shape;
  std::vector<std::vector<int64_t>> steps;
  for (size_t i = 0; i < node.inputs.size(); i++) {
    steps.push_back(steps_of(input(graph, node, i).shape, shape));
  }
  merge_axes(shape, steps);
  if (shape.size() > 4) {
    throw Error(ErrorCode::unsupported_type, "",
                fmt::format("{} axes are more than the four that kernels take", shape.size()));
  }
  for (int64_t extent : padded(shape, 4)) call.arguments.push_back(extent);
  for (auto& of : steps) {
    of.insert(of.begin(), 4 - of.size(), 0);
    for (int64_t step : of) call.arguments.push_back(step);
  }
}

}  // namespace mote
