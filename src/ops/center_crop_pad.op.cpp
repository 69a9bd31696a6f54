// SPDX-License-Identifier: Apache-2.0
// y = the middle of x along `axes`, or x with zeros around it, in the shape
// that operand 1 lists. An odd element goes to the end. Said by pad.
#include <numeric>

#include "base/error.h"
#include "ops/operands.h"
#include "ops/view.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kShape };

void expand(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  check_input_count(node, 2, 2);
  const Shape shape = input(graph, node, kX).shape;
  std::vector<int64_t> axes(shape.size());
  std::iota(axes.begin(), axes.end(), 0);
  axes = node.integers("axes", axes);
  const std::vector<size_t> places = checked_axes(node, axes, shape.size());
  const std::vector<int64_t> wanted = known_integers(graph, node, kShape);
  if (wanted.size() != axes.size()) fail_operand(graph, node, kShape, "one extent an axis");
  std::vector<int64_t> pads(2 * axes.size());
  for (size_t i = 0; i < axes.size(); i++) {
    const int64_t more = checked_extent(wanted[i]) - shape[places[i]];
    pads[i] = more / 2;
    pads[axes.size() + i] = more - more / 2;
  }
  const ValueId list = integers_constant(graph, node, "pads", pads);
  const ValueId along = integers_constant(graph, node, "axes", axes);
  nodes.push_back({node.name, "pad", {node.inputs[kX], list, kNoValue, along}, node.outputs});
}

}  // namespace

extern const OpDef op_center_crop_pad = {
    .name = "center_crop_pad",
    .onnx_name = "CenterCropPad",
    .expand = expand,
    .constant_operands = 0b10,
};

}  // namespace mote
