// SPDX-License-Identifier: Apache-2.0
// y = x without the axes of length 1 that the second operand lists, or without
// all of them. Said by reshape.
#include "base/error.h"
#include "ops/operands.h"
#include "ops/view.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kAxes };

void expand(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  check_input_count(node, 1, 2);
  Shape shape = input(graph, node, kX).shape;
  std::vector<bool> goes(shape.size(), false);
  if (node.has_input(kAxes)) {
    for (size_t axis : checked_axes(node, known_integers(graph, node, kAxes), shape.size())) {
      if (shape[axis] != 1) fail_operand(graph, node, kX, "length 1 along the axes to drop");
      goes[axis] = true;
    }
  } else {
    for (size_t i = 0; i < shape.size(); i++) goes[i] = shape[i] == 1;
  }
  Shape rest;
  for (size_t i = 0; i < shape.size(); i++) {
    if (!goes[i]) rest.push_back(shape[i]);
  }
  nodes.push_back(reshape_node(graph, node, node.inputs[kX], rest, node.outputs[0]));
}

// TFLite lists the axes in an attribute; none means all.
void from_tflite(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  Node squeezed{node.name, "squeeze", {node.inputs[0]}, node.outputs};
  const std::vector<int64_t> axes = node.integers("squeeze_dims", {});
  if (!axes.empty()) squeezed.inputs.push_back(integers_constant(graph, node, "axes", axes));
  nodes.push_back(squeezed);
}

}  // namespace

extern const OpDef op_squeeze = {
    .name = "squeeze",
    .onnx_name = "Squeeze",
    .tflite_names = "SQUEEZE",
    .expand = expand,
    .from_tflite = from_tflite,
    .constant_operands = 0b10,
};

}  // namespace mote
