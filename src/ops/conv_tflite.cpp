// SPDX-License-Identifier: Apache-2.0
#include "ops/conv_tflite.h"

#include <algorithm>

#include "ops/operands.h"
#include "ops/tflite_layout.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kWeights, kBias };

// Constant weights with their axes in another order: axis i of the result is axis order[i].
Value turned(const Value& w, const std::vector<size_t>& order) {
  Value result = w;
  result.name += "_oihw";
  std::vector<int64_t> steps(4, 1);
  for (size_t i = 3; i-- > 0;) steps[i] = steps[i + 1] * w.shape[i + 1];
  for (size_t i = 0; i < 4; i++) {
    result.shape[i] = w.shape[order[i]];
    if (w.quant.axis == static_cast<int>(order[i])) result.quant.axis = static_cast<int>(i);
  }
  if (w.quant.scale.size() <= 1) result.quant.axis = 0;
  for (size_t element = 0; element < w.constant.size(); element++) {
    auto rest = static_cast<int64_t>(element);
    int64_t from = 0;
    for (size_t i = 4; i-- > 0;) {
      from += rest % result.shape[i] * steps[order[i]];
      rest /= result.shape[i];
    }
    result.constant[element] = w.constant[static_cast<size_t>(from)];
  }
  return result;
}

}  // namespace

void conv_from_tflite(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  check_input_count(node, 2, 3);
  check_constant(graph, node, kWeights);
  check_rank(graph, node, kX, 4);
  check_rank(graph, node, kWeights, 4);
  check_symmetric(graph, node, kWeights);
  const bool is_depthwise = node.text("tflite", "") == "DEPTHWISE_CONV_2D";
  const Value& w = input(graph, node, kWeights);
  const int64_t channels = input(graph, node, kX).shape[3];
  if (w.constant.empty() || (is_depthwise && w.shape[0] != 1)) {
    fail_operand(graph, node, kWeights, is_depthwise ? "1 H W O" : "O H W I");
  }
  if (channels % w.shape[3] != 0 && !is_depthwise) {
    fail_operand(graph, node, kX, "as many channels as the filters read");
  }
  Node conv{node.name, "conv", node.inputs, node.outputs};
  set_tflite_window(graph, node, w.shape[1], w.shape[2], conv);
  conv.attrs["group"] = is_depthwise ? channels : channels / w.shape[3];
  conv.attrs["activation"] = node.text("activation", "none");
  const std::vector<size_t> order =
      is_depthwise ? std::vector<size_t>{3, 0, 1, 2} : std::vector<size_t>{0, 3, 1, 2};
  Value oihw = turned(w, order);
  oihw.name = graph.fresh_name(oihw.name);
  conv.inputs[kWeights] = graph.add(std::move(oihw));
  spatial_from_tflite(graph, std::move(conv), nodes);
}

// TFLite pads y as if it were the operand of a convolution that gives x.
void conv_transpose_from_tflite(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  enum TransposeOperand : size_t { kShape, kFilters, kImage, kOffset };
  check_input_count(node, 3, 4);
  check_constant(graph, node, kFilters);
  check_rank(graph, node, kFilters, 4);
  check_rank(graph, node, kImage, 4);
  check_symmetric(graph, node, kFilters);
  const Value w = input(graph, node, kFilters);
  const Shape x = input(graph, node, kImage).shape, y = graph[node.outputs[0]].shape;
  if (w.constant.empty()) fail_operand(graph, node, kFilters, "O H W I");
  if (y.size() != 4 || y[0] != x[0] || y[3] != w.shape[0] || x[3] != w.shape[3]) {
    fail_operand(graph, node, kImage, "an image that gives " + to_string(y));
  }
  Node as_conv = node;  // from y to x
  const ValueId stated = graph.add({graph.fresh_name(node.name + "_shape"), DType::f32, y});
  as_conv.inputs = {stated};
  Node conv{node.name, "conv_transpose", {node.inputs[kImage]}, node.outputs};
  set_tflite_window(graph, as_conv, w.shape[1], w.shape[2], conv);
  std::vector<int64_t> pads = conv.integers("pads", {}), extra(2, 0);
  for (size_t i = 0; i < 2; i++) {
    const int64_t stride = conv.integers("strides", {})[i];
    const int64_t whole = (x[1 + i] - 1) * stride + w.shape[1 + i];
    pads[2 + i] = std::max<int64_t>(0, whole - pads[i] - y[1 + i]);
    extra[i] = std::max<int64_t>(0, y[1 + i] - (whole - pads[i]));
  }
  conv.attrs["pads"] = pads;
  conv.attrs["output_padding"] = extra;
  conv.attrs.erase("kernel_shape");
  Value iohw = turned(w, {3, 0, 1, 2});
  iohw.name = graph.fresh_name(w.name + "_iohw");
  conv.inputs.push_back(graph.add(std::move(iohw)));
  if (node.has_input(kOffset)) conv.inputs.push_back(node.inputs[kOffset]);
  spatial_from_tflite(graph, std::move(conv), nodes);
}

}  // namespace mote
