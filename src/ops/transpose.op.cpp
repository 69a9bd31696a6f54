// SPDX-License-Identifier: Apache-2.0
// y = x with its axes in the order `perm`: y.shape[i] = x.shape[perm[i]].
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "base/error.h"
#include "ops/operands.h"

namespace mote {
namespace {

std::vector<int64_t> order(const Node& node, const Value& x) {
  std::vector<int64_t> reversed(x.shape.size());
  std::iota(reversed.rbegin(), reversed.rend(), 0);
  const std::vector<int64_t> perm = node.integers("perm", reversed);
  std::vector<int64_t> sorted = perm;
  std::sort(sorted.begin(), sorted.end());
  std::vector<int64_t> all(x.shape.size());
  std::iota(all.begin(), all.end(), 0);
  if (sorted != all) {
    throw Error(ErrorCode::bad_model, "",
                fmt::format("perm ({}) is no order of the {} axes of '{}'", fmt::join(perm, ", "),
                            x.shape.size(), x.name));
  }
  return perm;
}

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 1, 1);
  const Value& x = input(graph, node, 0);
  Shape shape;
  for (int64_t axis : order(node, x)) shape.push_back(x.shape[static_cast<size_t>(axis)]);
  set_output(graph, node, x.dtype, shape);
}

// How far apart in x the neighbours along each axis of y are.
std::vector<int64_t> steps(const Node& node, const Value& x) {
  std::vector<int64_t> of_x(x.shape.size(), 1);
  for (size_t i = x.shape.size(); i-- > 1;) of_x[i - 1] = of_x[i] * x.shape[i];
  std::vector<int64_t> result;
  for (int64_t axis : order(node, x)) result.push_back(of_x[static_cast<size_t>(axis)]);
  return result;
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  const Value& x = input(graph, node, 0);
  const Shape& shape = output(graph, node).shape;
  const std::vector<int64_t> step = steps(node, x);
  Tensor y;
  for (int64_t element = 0; element < element_count(shape); element++) {
    int64_t rest = element, from = 0;
    for (size_t i = shape.size(); i-- > 0;) {
      from += rest % shape[i] * step[i];
      rest /= shape[i];
    }
    y.push_back((*in[0])[static_cast<size_t>(from)]);
  }
  return {y};
}

KernelCall call(const Graph& graph, const Node& node) {
  const Value& x = input(graph, node, 0);
  const Shape& shape = output(graph, node).shape;
  if (shape.size() > 4)
    throw Error(ErrorCode::unsupported_type, "", "kernels take four axes at most");
  const std::vector<int64_t> step = steps(node, x);
  KernelCall c{dtype_bytes(x.dtype) == 1 ? "transpose_s8" : "transpose_f32", {node.inputs[0]}};
  for (size_t i = shape.size(); i < 4; i++) c.arguments.push_back(int64_t{1});
  for (int64_t extent : shape) c.arguments.push_back(extent);
  for (size_t i = shape.size(); i < 4; i++) c.arguments.push_back(int64_t{0});
  for (int64_t distance : step) c.arguments.push_back(distance);
  c.arguments.push_back(node.outputs[0]);
  return c;
}

// Axes of length 1 may move freely: what is left in order means that no byte moves.
Sharing sharing(const Graph& graph, const Node& node) {
  const Value& x = input(graph, node, 0);
  int64_t last = -1;
  for (int64_t axis : order(node, x)) {
    if (x.shape[static_cast<size_t>(axis)] == 1) continue;
    if (axis < last) return Sharing::none;
    last = axis;
  }
  return Sharing::same;
}

std::vector<Graph> samples() {
  using Perm = std::vector<int64_t>;
  std::vector<Graph> graphs;
  for (DType dtype : {DType::f32, DType::s8}) {
    const Quant quant = dtype == DType::s8 ? quant_of(0.1f, 3) : Quant{};
    graphs.push_back(Sample("transpose").input(dtype, {5, 7}, quant).output(quant));
    graphs.push_back(Sample("transpose")
                         .input(dtype, {1, 17, 3}, quant)
                         .attr("perm", Perm{0, 2, 1})
                         .output(quant));
    graphs.push_back(Sample("transpose")
                         .input(dtype, {1, 4, 3, 5}, quant)
                         .attr("perm", Perm{0, 3, 1, 2})
                         .output(quant));
    graphs.push_back(Sample("transpose")
                         .input(dtype, {1, 9, 1}, quant)
                         .attr("perm", Perm{0, 2, 1})
                         .output(quant));
  }
  return graphs;
}

}  // namespace

extern const OpDef op_transpose = {
    .name = "transpose",
    .onnx_name = "Transpose",
    .infer = infer,
    .reference = reference,
    .call = call,
    .sharing = sharing,
    .tolerance = 0,
    .quantizable = [](const Graph&, const Node&) { return true; },
    .keeps_quant = true,
    .samples = samples,
};

}  // namespace mote
