// SPDX-License-Identifier: Apache-2.0
// The outputs are pieces of x along `axis`: as long as the second operand
// lists, or all alike (the last one may be shorter). Said by slices.
#include <fmt/format.h>

#include "base/error.h"
#include "ops/operands.h"
#include "ops/view.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kLengths };

std::vector<int64_t> lengths(const Graph& graph, const Node& node, int64_t extent) {
  const auto pieces = static_cast<int64_t>(node.outputs.size());
  std::vector<int64_t> result;
  if (node.has_input(kLengths)) {
    result = known_integers(graph, node, kLengths);
  } else {
    const int64_t each = (extent + pieces - 1) / pieces;
    for (int64_t at = 0; at < pieces; at++) {
      result.push_back(std::max<int64_t>(0, std::min(each, extent - at * each)));
    }
  }
  int64_t sum = 0;
  for (int64_t length : result) sum += checked_extent(length);
  if (static_cast<int64_t>(result.size()) == pieces && sum == extent) return result;
  throw Error(ErrorCode::bad_model, "",
              fmt::format("{} pieces of together {} elements, expected {} of {}", result.size(),
                          sum, pieces, extent));
}

void expand(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  check_input_count(node, 1, 2);
  const Shape shape = input(graph, node, kX).shape;
  const size_t axis = normal_axis(node, node.integer("axis", 0), shape.size());
  const std::vector<int64_t> each = lengths(graph, node, shape[axis]);
  const ValueId along = integers_constant(graph, node, "axis", {static_cast<int64_t>(axis)});
  int64_t start = 0;
  for (size_t i = 0; i < node.outputs.size(); i++) {
    const ValueId from = integers_constant(graph, node, "start", {start});
    const ValueId to = integers_constant(graph, node, "end", {start += each[i]});
    if (node.outputs[i] == kNoValue) continue;
    nodes.push_back({fmt::format("{}_{}", node.name, i),
                     "slice",
                     {node.inputs[kX], from, to, along},
                     {node.outputs[i]}});
  }
}

// SPLIT: axis, x. SPLIT_V: x, lengths, axis. UNPACK: x, and the axis
// disappears.
void from_tflite(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  Node split{node.name, "split", {node.inputs[0]}, node.outputs};
  if (node.inputs.size() == 1) {
    const Shape& shape = input(graph, node, 0).shape;
    const size_t axis = normal_axis(node, node.integer("axis", 0), shape.size());
    Shape rest = shape;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(axis));
    split.attrs["axis"] = static_cast<int64_t>(axis);
    std::vector<Node> shaped;
    for (ValueId& id : split.outputs) {
      const ValueId part = new_value(graph, node.name + "_part", id);
      shaped.push_back(reshape_node(graph, node, part, rest, id));
      id = part;
    }
    nodes.push_back(split);
    nodes.insert(nodes.end(), shaped.begin(), shaped.end());
    return;
  }
  const bool has_lengths = node.inputs.size() == 3;
  if (has_lengths) split.inputs.push_back(node.inputs[1]);
  if (!has_lengths) split.inputs[0] = node.inputs[1];
  const std::vector<int64_t> axis = known_integers(graph, node, has_lengths ? 2 : 0);
  if (axis.size() != 1) fail_operand(graph, node, has_lengths ? 2 : 0, "one axis");
  split.attrs["axis"] = axis[0];
  nodes.push_back(split);
}

}  // namespace

extern const OpDef op_split = {
    .name = "split",
    .onnx_name = "Split",
    .tflite_names = "SPLIT SPLIT_V UNPACK",
    .expand = expand,
    .from_tflite = from_tflite,
    .constant_operands = 0b10,
};

}  // namespace mote
