// SPDX-License-Identifier: Apache-2.0
// y = (x - zero point) * scale with a scale for each channel, for each block along an axis, or one
// that is computed: what DequantizeLinear says, as plain arithmetic.
#include "ops/element_scales.h"
#include "ops/expansion.h"
#include "ops/operands.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kScale, kZeroPoint };

void expand(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  check_input_count(node, 2, 3);
  const std::map<std::string, Attr> to_real{{"to", int64_t{1}}};
  Expansion e(graph, node, nodes);
  ValueId x = e.add("cast", {node.inputs[kX]}, to_real);
  if (node.has_input(kZeroPoint)) {
    const ValueId zero = e.add("cast", {element_scales(graph, node, kZeroPoint, e)}, to_real);
    x = e.add("sub", {x, zero});
  }
  e.finish("mul", {x, element_scales(graph, node, kScale, e)}, node.outputs[0]);
}

}  // namespace

extern const OpDef op_dequantize_elements = {.name = "dequantize_elements", .expand = expand};

}  // namespace mote
