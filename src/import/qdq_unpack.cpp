// SPDX-License-Identifier: Apache-2.0
#include "import/qdq_unpack.h"

#include <algorithm>

#include "base/error.h"
#include "import/onnx_types.h"
#include "ops/op.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kScale, kZeroPoint };

// One constant, or one for each channel of a constant.
bool is_plain_parameter(const Graph& graph, const Node& node, Operand operand) {
  if (!node.has_input(operand)) return operand == kZeroPoint;
  const Value& value = graph[node.inputs[operand]];
  if (!value.is_constant || value.shape.size() > 1 || value.constant.empty()) return false;
  return value.constant.size() == 1 || graph[node.inputs[kX]].is_constant;
}

bool is_plain_type(DType dtype) {
  return dtype == DType::s8 || dtype == DType::u8 || dtype == DType::s16;
}

bool is_plain_quantizer(const Graph& graph, const Node& node) {
  constexpr int64_t uint8 = 2;
  const OnnxType* type = find_onnx_type(static_cast<int32_t>(node.integer("output_dtype", uint8)));
  return node.has_input(kX) && node.integer("block_size", 0) == 0 && type != nullptr &&
         type->kind != 's' && type->bits >= 8 && is_plain_type(type->dtype) &&
         is_plain_parameter(graph, node, kScale) && is_plain_parameter(graph, node, kZeroPoint);
}

bool is_plain_dequantizer(const Graph& graph, const Node& node) {
  if (!node.has_input(kX) || node.integer("block_size", 0) != 0) return false;
  const Value& x = graph[node.inputs[kX]];
  // The type of a computed value is not known yet: other than integers of 8 or 16 bits are input or
  // constant.
  const bool is_known = x.is_constant || std::find(graph.inputs.begin(), graph.inputs.end(),
                                                   node.inputs[kX]) != graph.inputs.end();
  const bool is_weight = x.is_constant && x.dtype == DType::s32;
  if (is_known && !is_plain_type(x.dtype) && !is_weight) return false;
  return is_plain_parameter(graph, node, kScale) && is_plain_parameter(graph, node, kZeroPoint);
}

}  // namespace

void unpack_quantizers(Graph& graph, const ModelOrigin& origin) {
  std::vector<Node> nodes;
  for (const Node& node : graph.nodes) {
    const OpDef* op = find_op(node.op);
    if (op == nullptr || op->unpack == nullptr) {
      nodes.push_back(node);
      continue;
    }
    try {
      op->unpack(graph, node, nodes);
    } catch (const Error& error) {
      throw Error(error.code, origin.at(node), error.message, error.help);
    }
  }
  for (Node& node : nodes) {
    if (node.op == "quantize") {
      if (!is_plain_quantizer(graph, node)) node.op = "quantize_elements";
    } else if (node.op == "dequantize" && !is_plain_dequantizer(graph, node)) {
      node.op = "dequantize_elements";
    }
  }
  graph.nodes = std::move(nodes);
}

}  // namespace mote
