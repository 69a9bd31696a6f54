// SPDX-License-Identifier: Apache-2.0
#include "ops/view.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "ops/operands.h"

namespace mote {
namespace {

constexpr size_t kAxes = 6;
constexpr int64_t kMostElements = int64_t{1} << 31;

void erase_axis(View& view, size_t i) {
  view.shape.erase(view.shape.begin() + static_cast<std::ptrdiff_t>(i));
  view.steps.erase(view.steps.begin() + static_cast<std::ptrdiff_t>(i));
}

View merged(View view) {
  for (size_t i = view.shape.size(); i-- > 0;) {
    if (view.shape[i] == 1) erase_axis(view, i);
  }
  for (size_t i = view.shape.size(); i-- > 1;) {
    if (view.steps[i - 1] != view.steps[i] * view.shape[i]) continue;
    view.steps[i - 1] = view.steps[i];
    view.shape[i - 1] *= view.shape[i];
    erase_axis(view, i);
  }
  return view;
}

}  // namespace

std::vector<int64_t> steps_of(const Shape& shape) {
  std::vector<int64_t> steps(shape.size(), 1);
  for (size_t i = shape.size(); i-- > 1;) steps[i - 1] = steps[i] * shape[i];
  return steps;
}

std::vector<int64_t> view_indices(const View& view) {
  std::vector<int64_t> indices;
  for (int64_t element = 0; element < element_count(view.shape); element++) {
    int64_t rest = element, from = view.first;
    for (size_t i = view.shape.size(); i-- > 0;) {
      from += rest % view.shape[i] * view.steps[i];
      rest /= view.shape[i];
    }
    indices.push_back(from);
  }
  return indices;
}

Tensor view_reference(const View& view, const Tensor& x) {
  Tensor y;
  for (int64_t from : view_indices(view)) y.push_back(x[static_cast<size_t>(from)]);
  return y;
}

View six_axes(View view) {
  view = merged(std::move(view));
  if (view.shape.size() > kAxes) {
    throw Error(ErrorCode::unsupported_type, "",
                fmt::format("{} axes are more than the six that kernels take", view.shape.size()));
  }
  view.shape.insert(view.shape.begin(), kAxes - view.shape.size(), 1);
  view.steps.insert(view.steps.begin(), kAxes - view.steps.size(), 0);
  return view;
}

KernelCall view_call(const Graph& graph, const Node& node, const View& view) {
  const View six = six_axes(view);
  KernelCall call{"view_" + std::string(dtype_name(input(graph, node, 0).dtype)),
                  {node.inputs[0], six.first}};
  for (int64_t extent : six.shape) call.arguments.push_back(extent);
  for (int64_t step : six.steps) call.arguments.push_back(step);
  call.arguments.push_back(node.outputs[0]);
  return call;
}

Sharing view_sharing(const View& view) {
  const View line = merged(view);
  const bool is_line = line.shape.empty() || (line.shape.size() == 1 && line.steps[0] == 1);
  return is_line && view.first == 0 ? Sharing::same : Sharing::none;
}

bool moves_any_type(const Graph&, const Node&) {
  return true;
}

std::vector<int64_t> known_integers(const Graph& graph, const Node& node, size_t i,
                                    const std::vector<int64_t>& otherwise) {
  if (!node.has_input(i)) return otherwise;
  check_constant(graph, node, i);
  check_dtype(graph, node, i, {DType::s64, DType::s32});
  if (input(graph, node, i).shape.size() > 1) fail_operand(graph, node, i, "a list");
  std::vector<int64_t> integers;
  for (double element : input(graph, node, i).constant) {
    if (std::isnan(element)) fail_operand(graph, node, i, "integers");
    integers.push_back(static_cast<int64_t>(std::clamp(element, -0x1p40, 0x1p40)));
  }
  return integers;
}

int64_t checked_extent(int64_t extent) {
  if (extent >= 0 && extent <= kMostElements) return extent;
  throw Error(ErrorCode::bad_model, "", fmt::format("cannot have an axis of {}", extent));
}

std::vector<size_t> checked_axes(const Node& node, const std::vector<int64_t>& axes, size_t rank) {
  std::vector<size_t> checked;
  for (int64_t axis : axes) {
    checked.push_back(normal_axis(node, axis, rank));
    if (std::count(checked.begin(), checked.end(), checked.back()) == 1) continue;
    throw Error(ErrorCode::bad_model, "", fmt::format("axis {} is listed twice", axis));
  }
  return checked;
}

ValueId integers_constant(Graph& graph, const Node& node, const std::string& what,
                          const std::vector<int64_t>& elements) {
  return graph.add_constant(node.name + "_" + what, DType::s64,
                            {static_cast<int64_t>(elements.size())},
                            Tensor(elements.begin(), elements.end()));
}

ValueId new_value(Graph& graph, const std::string& name, ValueId like) {
  return graph.add({graph.fresh_name(name), graph[like].dtype, {}, graph[like].quant});
}

Node reshape_node(Graph& graph, const Node& node, ValueId x, const Shape& shape, ValueId y) {
  const ValueId list = integers_constant(graph, node, "shape", shape);
  return {graph[y].name + "_shaped", "reshape", {x, list}, {y}, {{"allowzero", int64_t{1}}}};
}

Quant sample_quant(DType dtype) {
  return dtype == DType::s8 ? quant_of(0.1f, 3) : Quant{};
}

}  // namespace mote
