// SPDX-License-Identifier: Apache-2.0
// y = `values[1]` where the place along a new axis is the index, `values[0]` elsewhere. An index
// out of range marks no place.
#include <cmath>

#include "base/error.h"
#include "ops/operands.h"
#include "ops/view.h"

namespace mote {
namespace {

enum Operand : size_t { kIndices, kDepth, kValues };

struct Grid {
  int64_t outer = 1, depth = 1, inner = 1;
};

Grid grid_of(const Graph& graph, const Node& node) {
  check_constant(graph, node, kDepth);
  const Tensor& depth = input(graph, node, kDepth).constant;
  if (depth.size() != 1 || !(depth[0] >= 1) || depth[0] > 0x1p31) {
    fail_operand(graph, node, kDepth, "one number from 1 on");
  }
  const Shape& shape = input(graph, node, kIndices).shape;
  const size_t axis = normal_axis(node, node.integer("axis", -1), shape.size() + 1);
  Grid grid{1, static_cast<int64_t>(depth[0]), 1};
  for (size_t i = 0; i < shape.size(); i++) (i < axis ? grid.outer : grid.inner) *= shape[i];
  return grid;
}

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 3, 3);
  check_dtype(graph, node, kIndices, {DType::s64, DType::s32, DType::f32});
  check_constant(graph, node, kValues);
  const Value& values = input(graph, node, kValues);
  if (values.constant.size() != 2) fail_operand(graph, node, kValues, "two numbers");
  Shape shape = input(graph, node, kIndices).shape;
  const size_t axis = normal_axis(node, node.integer("axis", -1), shape.size() + 1);
  shape.insert(shape.begin() + static_cast<std::ptrdiff_t>(axis), grid_of(graph, node).depth);
  set_output(graph, node, values.dtype, shape);
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  const Grid grid = grid_of(graph, node);
  const auto depth = static_cast<double>(grid.depth);
  Tensor y;
  for (int64_t i = 0; i < grid.outer * grid.depth * grid.inner; i++) {
    const int64_t from = i / grid.inner / grid.depth * grid.inner + i % grid.inner;
    const double stated = std::trunc((*in[kIndices])[static_cast<size_t>(from)]);
    const double index = stated < 0 ? stated + depth : stated;
    const bool is_hot = index == static_cast<double>(i / grid.inner % grid.depth);
    y.push_back((*in[kValues])[is_hot ? 1 : 0]);
  }
  return {y};
}

KernelCall call(const Graph& graph, const Node& node) {
  const Grid grid = grid_of(graph, node);
  const Value &indices = input(graph, node, kIndices), &values = input(graph, node, kValues);
  if (indices.dtype == DType::f32) {
    throw Error(ErrorCode::unsupported_type, "", "indices computed on the device must be integers");
  }
  return {"one_hot_" + std::string(dtype_name(values.dtype)),
          {node.inputs[kIndices], int64_t{dtype_bytes(indices.dtype)}, grid.outer, grid.depth,
           grid.inner, scalar(values.dtype, values.constant[0]),
           scalar(values.dtype, values.constant[1]), node.outputs[0]}};
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs;
  for (DType dtype : {DType::f32, DType::s8, DType::s64, DType::b8}) {
    for (int64_t axis : {0, 1, -1}) {
      graphs.push_back(Sample("one_hot")
                           .input(axis == 0 ? DType::s32 : DType::s64, {3, 5})
                           .range(-9, 9)
                           .constant(DType::s64, {}, Tensor{7})
                           .constant(dtype, {2}, Tensor{0, 1})
                           .attr("axis", axis)
                           .output());
    }
  }
  return graphs;
}

}  // namespace

extern const OpDef op_one_hot = {
    .name = "one_hot",
    .onnx_name = "OneHot",
    .infer = infer,
    .reference = reference,
    .call = call,
    .tolerance = 0,
    .constant_operands = 0b110,
    .samples = samples,
};

}  // namespace mote
