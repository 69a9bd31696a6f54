// SPDX-License-Identifier: Apache-2.0
// y = all operands, one behind the other along `axis`.
#include <algorithm>

#include "base/error.h"
#include "ops/operands.h"
#include "ops/view.h"

namespace mote {
namespace {

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 1, 1 << 16);
  const Value& first = input(graph, node, 0);
  const size_t axis = normal_axis(node, node.integer("axis", 0), first.shape.size());
  Shape shape = first.shape;
  shape[axis] = 0;
  for (size_t i = 0; i < node.inputs.size(); i++) {
    check_dtype(graph, node, i, {first.dtype});
    Shape other = input(graph, node, i).shape;
    if (other.size() != shape.size()) fail_operand(graph, node, i, to_string(first.shape));
    shape[axis] = checked_extent(shape[axis] + other[axis]);
    other[axis] = shape[axis];
    if (other != shape) fail_operand(graph, node, i, to_string(first.shape) + " but for one axis");
    if (input(graph, node, i).quant != first.quant) {
      throw Error(ErrorCode::unsupported_type, "", "the operands differ in quantization");
    }
  }
  set_output(graph, node, first.dtype, shape);
}

size_t axis_of(const Graph& graph, const Node& node) {
  return normal_axis(node, node.integer("axis", 0), input(graph, node, 0).shape.size());
}

// Elements in one piece of operand i.
int64_t piece(const Graph& graph, const Node& node, size_t i) {
  const Shape& shape = input(graph, node, i).shape;
  return steps_of(shape)[axis_of(graph, node)] * shape[axis_of(graph, node)];
}

int64_t pieces(const Graph& graph, const Node& node) {
  const Shape& shape = output(graph, node).shape;
  return element_count(
      {shape.begin(), shape.begin() + static_cast<std::ptrdiff_t>(axis_of(graph, node))});
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  Tensor y;
  for (int64_t outer = 0; outer < pieces(graph, node); outer++) {
    for (size_t i = 0; i < in.size(); i++) {
      const int64_t length = piece(graph, node, i);
      const auto from = in[i]->begin() + outer * length;
      y.insert(y.end(), from, from + length);
    }
  }
  return {y};
}

KernelCall call(const Graph& graph, const Node& node) {
  Tensor lengths;
  for (size_t i = 0; i < node.inputs.size(); i++) {
    lengths.push_back(static_cast<double>(piece(graph, node, i)));
  }
  KernelCall c{"concat_" + std::string(dtype_name(output(graph, node).dtype)),
               {node.outputs[0], pieces(graph, node), static_cast<int64_t>(lengths.size()),
                KernelData{"lengths", DType::s32, lengths}}};
  for (ValueId id : node.inputs) c.arguments.push_back(id);
  return c;
}

// Integers may be put together when they mean the same.
bool quantizable(const Graph& graph, const Node& node) {
  return std::all_of(node.inputs.begin(), node.inputs.end(), [&](ValueId id) {
    return !graph[id].quant.empty() && graph[id].quant == graph[node.inputs[0]].quant;
  });
}

bool turn(Graph& graph, Node& node, const std::vector<int64_t>& perm) {
  const size_t rank = input(graph, node, 0).shape.size();
  const size_t axis = normal_axis(node, node.integer("axis", 0), rank);
  if (rank != perm.size()) return false;
  node.attrs["axis"] = perm[axis];
  return true;
}

// TFLite's CONCATENATION says axis too; PACK gives every operand a new axis
// first.
void from_tflite(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  Node joined{node.name, "concat", node.inputs, node.outputs};
  joined.attrs["axis"] = node.integer("axis", 0);
  if (!node.attrs.contains("values_count")) {
    if (node.attrs.contains("activation")) joined.attrs["activation"] = node.attrs.at("activation");
    nodes.push_back(joined);
    return;
  }
  Shape shape = input(graph, node, 0).shape;
  const size_t axis = normal_axis(node, node.integer("axis", 0), shape.size() + 1);
  shape.insert(shape.begin() + static_cast<std::ptrdiff_t>(axis), 1);
  for (ValueId& id : joined.inputs) {
    const ValueId part = new_value(graph, node.name + "_part", id);
    nodes.push_back(reshape_node(graph, node, id, shape, part));
    id = part;
  }
  nodes.push_back(joined);
}

std::vector<Graph> samples() {
  struct Case {
    std::vector<Shape> operands;
    int64_t axis;
  };
  const Case cases[] = {
      {{{3}, {5}}, 0},
      {{{2, 3}, {2, 1}, {2, 4}}, 1},
      {{{2, 3, 5}, {2, 2, 5}}, -2},
      {{{7, 2}}, 0},
      {{{1, 1}, {1, 2}, {1, 3}, {1, 4}, {1, 5}, {1, 6}, {1, 7}, {1, 8}, {1, 9}}, 1}};
  std::vector<Graph> graphs;
  for (const Case& c : cases) {
    for (DType dtype : {DType::f32, DType::s8, DType::s16, DType::u8}) {
      Sample sample("concat");
      for (const Shape& shape : c.operands) sample.input(dtype, shape, sample_quant(dtype));
      graphs.push_back(sample.attr("axis", c.axis).output(sample_quant(dtype)));
    }
  }
  graphs.push_back(Sample("concat")
                       .input(DType::f32, {2, 3})
                       .constant(DType::f32, {2, 2}, -3, 3)
                       .attr("axis", int64_t{1})
                       .output());
  return graphs;
}

}  // namespace

extern const OpDef op_concat = {
    .name = "concat",
    .onnx_name = "Concat",
    .tflite_names = "CONCATENATION PACK",
    .from_tflite = from_tflite,
    .infer = infer,
    .reference = reference,
    .call = call,
    .tolerance = 0,
    .quantizable = quantizable,
    .keeps_quant = true,
    .is_side_by_side = true,
    .turn = turn,
    .samples = samples,
};

}  // namespace mote
