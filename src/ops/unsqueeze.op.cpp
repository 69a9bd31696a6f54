// SPDX-License-Identifier: Apache-2.0
// y = x with axes of length 1 put in where the second operand lists them. Said
// by reshape.
#include "base/error.h"
#include "ops/operands.h"
#include "ops/view.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kAxes };

void expand(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  check_input_count(node, 2, 2);
  const Shape& shape = input(graph, node, kX).shape;
  const std::vector<int64_t> axes = known_integers(graph, node, kAxes);
  Shape rest(shape.size() + axes.size(), 0);
  for (size_t axis : checked_axes(node, axes, rest.size())) rest[axis] = 1;
  size_t next = 0;
  for (int64_t& extent : rest) {
    if (extent == 0) extent = shape[next++];
  }
  nodes.push_back(reshape_node(graph, node, node.inputs[kX], rest, node.outputs[0]));
}

}  // namespace

extern const OpDef op_unsqueeze = {
    .name = "unsqueeze",
    .onnx_name = "Unsqueeze",
    .tflite_names = "EXPAND_DIMS",
    .expand = expand,
    .constant_operands = 0b10,
};

}  // namespace mote
