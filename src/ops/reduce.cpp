// SPDX-License-Identifier: Apache-2.0
#include "ops/reduce.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/error.h"
#include "ops/operands.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kAxes };

std::vector<bool> reduced_axes(const Graph& graph, const Node& node) {
  const size_t rank = input(graph, node, kX).shape.size();
  const std::vector<int64_t> axes = known_integers(graph, node, kAxes);
  std::vector<bool> reduced(rank, axes.empty() && node.integer("noop_with_empty_axes", 0) == 0);
  for (size_t axis : checked_axes(node, axes, rank)) reduced[axis] = true;
  return reduced;
}

// Merged axes of a view, three of them.
View three_axes(const View& view) {
  View three = six_axes(view);
  const bool fits = std::all_of(three.shape.begin(), three.shape.begin() + 3,
                                [](int64_t extent) { return extent == 1; });
  if (!fits) {
    throw Error(ErrorCode::unsupported_type, "",
                "kernels reduce three groups of axes at most, and keep as many");
  }
  three.shape.erase(three.shape.begin(), three.shape.begin() + 3);
  three.steps.erase(three.steps.begin(), three.steps.begin() + 3);
  return three;
}

uint64_t bits_of(double element) {
  return element < 0 ? static_cast<uint64_t>(static_cast<int64_t>(element))
                     : static_cast<uint64_t>(std::min(element, 0x1.fffffffffffffp63));
}

double wrapped(DType dtype, uint64_t bits) {
  const int unused = 64 - 8 * dtype_bytes(dtype);
  bits <<= unused;
  if (dtype_npy_kind(dtype) != 'i') return static_cast<double>(bits >> unused);
  return static_cast<double>(static_cast<int64_t>(bits) >> unused);
}

}  // namespace

Reduction reduction_of(const Graph& graph, const Node& node) {
  const Shape& shape = input(graph, node, kX).shape;
  const std::vector<int64_t> steps = steps_of(shape);
  const std::vector<bool> is_reduced = reduced_axes(graph, node);
  Reduction reduction;
  for (size_t i = 0; i < shape.size(); i++) {
    View& view = is_reduced[i] ? reduction.reduced : reduction.kept;
    view.shape.push_back(shape[i]);
    view.steps.push_back(steps[i]);
  }
  return reduction;
}

void infer_reduction(Graph& graph, const Node& node, std::vector<DType> allowed) {
  check_input_count(node, 1, 2);
  check_dtype(graph, node, kX, std::move(allowed));
  const Value& x = input(graph, node, kX);
  const std::vector<bool> is_reduced = reduced_axes(graph, node);
  const bool keeps = node.integer("keepdims", 1) != 0;
  Shape shape;
  for (size_t i = 0; i < x.shape.size(); i++) {
    if (!is_reduced[i]) shape.push_back(x.shape[i]);
    if (is_reduced[i] && keeps) shape.push_back(1);
  }
  set_output(graph, node, x.dtype, shape);
}

Tensor reduction_reference(const Graph& graph, const Node& node, const Tensor& x,
                           const std::function<double(const Tensor&)>& combine) {
  const Reduction reduction = reduction_of(graph, node);
  const std::vector<int64_t> within = view_indices(reduction.reduced);
  Tensor y, elements;
  for (int64_t base : view_indices(reduction.kept)) {
    elements.clear();
    for (int64_t at : within) elements.push_back(x[static_cast<size_t>(base + at)]);
    y.push_back(combine(elements));
  }
  return y;
}

double fold_wrapping(DType dtype, const Tensor& elements, uint64_t first,
                     uint64_t (*combine)(uint64_t, uint64_t)) {
  for (double element : elements) first = combine(first, bits_of(element));
  return wrapped(dtype, first);
}

KernelCall reduction_call(const Graph& graph, const Node& node, const std::string& kernel) {
  const Reduction reduction = reduction_of(graph, node);
  KernelCall call{kernel + "_" + std::string(dtype_name(input(graph, node, kX).dtype)),
                  {node.inputs[kX]}};
  for (const View& view : {three_axes(reduction.kept), three_axes(reduction.reduced)}) {
    for (int64_t extent : view.shape) call.arguments.push_back(extent);
    for (int64_t step : view.steps) call.arguments.push_back(step);
  }
  call.arguments.push_back(node.outputs[0]);
  return call;
}

std::vector<Graph> reduction_samples(const std::string& op, const std::vector<DType>& dtypes,
                                     double low, double high) {
  struct Case {
    Shape x;
    Tensor axes;
    int64_t keepdims;
  };
  const Case cases[] = {{{257}, {0}, 1},
                        {{5, 7}, {0}, 0},
                        {{5, 7}, {-1}, 1},
                        {{2, 3, 4, 5}, {0, 2}, 0},
                        {{2, 3, 4, 5}, {1, 3}, 1},
                        {{1, 4, 3, 17}, {1, 2}, 0},
                        {{2, 3, 2, 3, 2, 3}, {1, 3, 5}, 0}};
  std::vector<Graph> graphs;
  for (DType dtype : dtypes) {
    const double least = std::max(low, dtype_range(dtype).low);
    for (const Case& c : cases) {
      graphs.push_back(Sample(op)
                           .input(dtype, c.x)
                           .range(least, high)
                           .constant(DType::s64, {static_cast<int64_t>(c.axes.size())}, c.axes)
                           .attr("keepdims", c.keepdims)
                           .output());
    }
    graphs.push_back(Sample(op).input(dtype, {3, 1, 5}).range(least, high).output());
  }
  graphs.push_back(Sample(op)
                       .input(dtypes[0], {3, 5})
                       .range(low, high)
                       .attr("noop_with_empty_axes", int64_t{1})
                       .output());
  return graphs;
}

void reduction_from_tflite(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  Node reduced{node.name, node.op, node.inputs, node.outputs};
  reduced.attrs["keepdims"] = node.integer("keep_dims", 0);
  if (known_integers(graph, node, kAxes).empty())
    reduced.attrs["noop_with_empty_axes"] = int64_t{1};
  nodes.push_back(reduced);
}

bool turn_reduction(Graph& graph, Node& node, const std::vector<int64_t>& perm) {
  if (node.integer("keepdims", 1) == 0 || !node.has_input(kAxes)) return false;
  const std::vector<int64_t> axes = known_integers(graph, node, kAxes);
  if (axes.empty()) return false;
  Tensor turned;
  for (const size_t axis : checked_axes(node, axes, perm.size())) {
    turned.push_back(static_cast<double>(perm[axis]));
  }
  const Value& old = graph[node.inputs[kAxes]];
  node.inputs[kAxes] = graph.add_constant(graph.fresh_name(old.name + "_last"), DType::s64,
                                          {static_cast<int64_t>(turned.size())}, turned);
  return true;
}

}  // namespace mote
