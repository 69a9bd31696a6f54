// SPDX-License-Identifier: Apache-2.0
#include "ops/arg.h"

#include "base/error.h"
#include "ops/lines.h"
#include "ops/operands.h"
#include "ops/view.h"

namespace mote {
namespace {

Lines lines_of(const Graph& graph, const Node& node) {
  return lines_along(graph, node, node.integer("axis", 0));
}

bool takes_last(const Node& node) {
  return node.integer("select_last_index", 0) != 0;
}

}  // namespace

void infer_arg(Graph& graph, const Node& node) {
  check_input_count(node, 1, 1);
  const Value& x = input(graph, node, 0);
  const size_t axis = normal_axis(node, node.integer("axis", 0), x.shape.size());
  if (x.shape[axis] == 0) fail_operand(graph, node, 0, "elements along the axis");
  const bool is_short = node.text("index_type", "s64") == "s32";
  Shape shape = x.shape;
  shape[axis] = 1;
  if (node.integer("keepdims", 1) == 0) {
    shape.erase(shape.begin() + static_cast<std::ptrdiff_t>(axis));
  }
  set_output(graph, node, is_short ? DType::s32 : DType::s64, shape);
}

Tensor arg_reference(const Graph& graph, const Node& node, const Tensor& x, bool largest) {
  const Lines lines = lines_of(graph, node);
  return change_lines(lines, {lines.outer, 1, lines.inner}, x, [&](const Tensor& line) {
    size_t best = 0;
    for (size_t i = 1; i < line.size(); i++) {
      const bool is_better = largest ? line[i] > line[best] : line[i] < line[best];
      if (is_better || (takes_last(node) && line[i] == line[best])) best = i;
    }
    return Tensor{static_cast<double>(best)};
  });
}

KernelCall arg_call(const Graph& graph, const Node& node, bool largest) {
  const int64_t bytes = dtype_bytes(output(graph, node).dtype);
  return line_call(graph, node, largest ? "arg_max" : "arg_min", lines_of(graph, node),
                   {int64_t{takes_last(node) ? 1 : 0}, bytes});
}

// TFLite's axis is an operand and disappears; its indices are s32 unless told.
void arg_from_tflite(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  const std::vector<int64_t> axis = known_integers(graph, node, 1);
  if (axis.size() != 1) fail_operand(graph, node, 1, "one axis");
  Node found{node.name, node.op, {node.inputs[0]}, node.outputs};
  found.attrs["axis"] = axis[0];
  found.attrs["keepdims"] = int64_t{0};
  if (output(graph, node).dtype == DType::s32) found.attrs["index_type"] = std::string("s32");
  nodes.push_back(found);
}

std::vector<Graph> arg_samples(const std::string& op) {
  std::vector<Graph> graphs;
  for (DType dtype : {DType::f32, DType::s8, DType::u8, DType::s64}) {
    for (int64_t last : {0, 1}) {
      for (int64_t axis : {0, 1, -1}) {
        graphs.push_back(Sample(op)
                             .input(dtype, {4, 17, 3}, sample_quant(dtype))
                             .range(0, 9)
                             .attr("axis", axis)
                             .attr("keepdims", last)
                             .attr("select_last_index", last)
                             .output());
      }
    }
  }
  graphs.push_back(
      Sample(op).input(DType::s32, {9}).attr("index_type", std::string("s32")).output());
  return graphs;
}

}  // namespace mote
