// SPDX-License-Identifier: Apache-2.0
// ONNX's DynamicQuantizeLinear: x in 255 steps of the range it has just now, 0 included; outputs
// the bytes, the step and the zero point.
#include "ops/expansion.h"
#include "ops/operands.h"

namespace mote {
namespace {

constexpr int64_t kUint8 = 2;

void expand(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  check_input_count(node, 1, 1);
  Expansion e(graph, node, nodes);
  const std::map<std::string, Attr> flat{{"keepdims", int64_t{0}}};
  const ValueId x = node.inputs[0], zero = e.real(0);
  const ValueId low = e.add("min", {e.add("reduce_min", {x}, flat), zero});
  const ValueId high = e.add("max", {e.add("reduce_max", {x}, flat), zero});
  const ValueId span = e.add("sub", {high, low});
  const ValueId step = e.add("div", {span, e.real(255)});
  const ValueId offset = e.add("div", {e.add("sub", {zero, low}), step});
  const ValueId held = e.add("clip", {offset, zero, e.real(255)});
  const ValueId zero_point = e.add("round", {held});
  const ValueId steps = e.add("round", {e.add("div", {x, step})});
  const ValueId stored = e.add("clip", {e.add("add", {steps, zero_point}), zero, e.real(255)});
  e.finish("cast", {stored}, node.outputs[0], {{"to", kUint8}});
  if (node.outputs.size() > 1) e.finish("identity", {step}, node.outputs[1]);
  if (node.outputs.size() > 2) e.finish("cast", {zero_point}, node.outputs[2], {{"to", kUint8}});
}

}  // namespace

extern const OpDef op_dynamic_quantize_linear = {
    .name = "dynamic_quantize_linear", .onnx_name = "DynamicQuantizeLinear", .expand = expand};

}  // namespace mote
