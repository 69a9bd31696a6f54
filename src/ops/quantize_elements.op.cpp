// SPDX-License-Identifier: Apache-2.0
// y = saturate(round_half_even(x / scale) + zero point) with a scale for each channel, for each
// block along an axis, or one that is computed: what QuantizeLinear says, as plain arithmetic.
#include <algorithm>

#include "ops/element_scales.h"
#include "ops/expansion.h"
#include "ops/operands.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kScale, kZeroPoint };

// Range of an ONNX integer type, by its number; small floats have none.
struct IntegerType {
  int64_t number;
  double low, high;
};
constexpr IntegerType integer_types[] = {
    {2, 0, 255}, {3, -128, 127}, {4, 0, 65535}, {5, -32768, 32767}, {6, -0x1p31, 0x1p31},
    {21, 0, 15}, {22, -8, 7},    {25, 0, 3},    {26, -2, 1},
};

void expand(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  check_input_count(node, 2, 3);
  constexpr int64_t uint8 = 2;
  const int64_t type = node.integer("output_dtype", uint8);
  Expansion e(graph, node, nodes);
  const ValueId scale = element_scales(graph, node, kScale, e);
  const ValueId ratio = e.add("div", {node.inputs[kX], scale});
  const std::map<std::string, Attr> to{{"to", type}, {"saturate", node.integer("saturate", 1)}};
  const auto* integer = std::find_if(std::begin(integer_types), std::end(integer_types),
                                     [&](const IntegerType& row) { return row.number == type; });
  if (integer == std::end(integer_types)) return e.finish("cast", {ratio}, node.outputs[0], to);
  ValueId steps = e.add("round", {ratio});
  if (node.has_input(kZeroPoint)) {
    const ValueId zero =
        e.add("cast", {element_scales(graph, node, kZeroPoint, e)}, {{"to", int64_t{1}}});
    steps = e.add("add", {steps, zero});
  }
  const ValueId kept = e.add("clip", {steps, e.real(integer->low), e.real(integer->high)});
  e.finish("cast", {kept}, node.outputs[0], to);
}

}  // namespace

extern const OpDef op_quantize_elements = {.name = "quantize_elements", .expand = expand};

}  // namespace mote
