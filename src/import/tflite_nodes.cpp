// SPDX-License-Identifier: Apache-2.0
#include "import/tflite_nodes.h"

#include "base/error.h"
#include "ops/op.h"

namespace mote {
namespace {

// Appends the activation as a node behind the one that writes `y`.
void append_activation(Graph& graph, const Node& node, const std::string& activation,
                       std::vector<Node>& nodes) {
  const ValueId y = node.outputs[0];
  Value before = graph[y];
  before.name = graph.fresh_name(before.name + "_before_" + activation);
  const ValueId x = graph.add(before);
  for (Node& part : nodes) {
    for (ValueId& id : part.outputs) {
      if (id == y) id = x;
    }
  }
  Node behind{node.name + "/" + activation, "relu", {x}, {y}};
  if (activation != "relu") {
    const double low = activation == "relu6" ? 0 : -1, high = activation == "relu6" ? 6 : 1;
    behind.op = "clip";
    for (double bound : {low, high}) {
      behind.inputs.push_back(
          graph.add_constant(node.name + "/bound", DType::f32, {}, Tensor{bound}));
    }
  }
  nodes.push_back(std::move(behind));
}

// Shapes and axes are 32 bits wide in TFLite, 64 in ONNX. They are lists: single numbers are
// elements (what to fill with).
void widen_operands(Graph& graph, Node& node) {
  if (op_of(node).weights_operand >= 0) return;  // a bias is not meant
  const uint32_t known = op_of(node).constant_operands;
  for (size_t i = 0; i < node.inputs.size(); i++) {
    if (!node.has_input(i) || ((known >> i) & 1) == 0) continue;
    Value value = graph[node.inputs[i]];
    if (!value.is_constant || value.dtype != DType::s32 || !value.quant.empty()) continue;
    if (value.shape.empty()) continue;
    node.inputs[i] = graph.add_constant(value.name, DType::s64, value.shape, value.constant);
  }
}

// The scheme that TFLite had before int8: weights with zero points, one scale for all filters.
void refuse_unsigned_products(const Graph& graph, const Node& node) {
  if (op_of(node).weights_operand < 0) return;
  for (ValueId id : node.inputs) {
    if (id == kNoValue || graph[id].dtype != DType::u8) continue;
    throw Error(ErrorCode::unsupported_type, "",
                "'" + graph[id].name + "' is uint8: TFLite's old quantization",
                "convert the model again, with int8 inside (its inputs may stay uint8)");
  }
}

}  // namespace

std::vector<Node> unfold_tflite(Graph& graph, const Node& node) {
  refuse_unsigned_products(graph, node);
  std::vector<Node> nodes;
  const OpDef& op = op_of(node);
  if (!node.has_input(0)) throw Error(ErrorCode::bad_model, "", "operand 1 is missing");
  const std::string activation = node.text("activation", "none");
  const bool is_clamp =
      activation == "relu" || activation == "relu6" || activation == "relu_n1_to_1";
  if (op.from_tflite != nullptr) {
    op.from_tflite(graph, node, nodes);
  } else {
    nodes.push_back(node);
  }
  bool is_taken = activation == "none" || (op.from_tflite != nullptr && !is_clamp);
  for (Node& part : nodes) {
    part.attrs.erase("tflite");
    widen_operands(graph, part);
    if (part.text("activation", "none") == "none") part.attrs.erase("activation");
    if (!part.attrs.contains("activation")) continue;
    if (op_of(part).takes_activation) {
      is_taken = true;
    } else {
      part.attrs.erase("activation");
    }
  }
  if (is_taken) return nodes;
  if (!is_clamp) {
    throw Error(ErrorCode::unsupported_type, "",
                "activation " + activation + " of " + node.text("tflite", node.op));
  }
  Node& last = nodes.back();
  if (last.outputs == node.outputs && op_of(last).takes_activation) {
    last.attrs["activation"] = activation;
  } else {
    append_activation(graph, node, activation, nodes);
  }
  return nodes;
}

}  // namespace mote
