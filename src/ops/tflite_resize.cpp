// SPDX-License-Identifier: Apache-2.0
#include "ops/tflite_resize.h"

#include "ops/operands.h"
#include "ops/view.h"

namespace mote {

void resize_from_tflite(Graph& graph, const Node& node, bool is_linear, std::vector<Node>& nodes) {
  const bool is_centered = node.integer("half_pixel_centers", 0) != 0;
  const bool is_aligned = node.integer("align_corners", 0) != 0;
  const ValueId sizes = integers_constant(graph, node, "sizes", known_integers(graph, node, 1));
  Node resized{node.name, "resize", {node.inputs[0], kNoValue, kNoValue, sizes}, node.outputs};
  resized.attrs["axes"] = std::vector<int64_t>{1, 2};
  resized.attrs["mode"] = std::string(is_linear ? "linear" : "nearest");
  resized.attrs["nearest_mode"] =
      std::string(is_centered || is_aligned ? "round_prefer_ceil" : "floor");
  resized.attrs["coordinate_transformation_mode"] = std::string(is_aligned    ? "align_corners"
                                                                : is_centered ? "half_pixel"
                                                                              : "asymmetric");
  if (!is_linear || !is_quantized(input(graph, node, 0))) {
    nodes.push_back(resized);
    return;
  }
  const ValueId real = graph.add({graph.fresh_name(node.name + "_real"), DType::f32});
  const ValueId result = graph.add({graph.fresh_name(node.name + "_resized"), DType::f32});
  nodes.push_back({node.name + "_in", "dequantize", {node.inputs[0]}, {real}});
  resized.inputs[0] = real;
  resized.outputs = {result};
  nodes.push_back(resized);
  nodes.push_back({node.name + "_out", "quantize", {result}, node.outputs});
}

}  // namespace mote
