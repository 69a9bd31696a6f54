// SPDX-License-Identifier: Apache-2.0
#include "forms/dots.h"
#include "forms/form.h"
#include "ops/operands.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kWeights, kBias };

std::optional<Lowered> lower(const Graph& graph, const Node& node) {
  const Value& x = input(graph, node, kX);
  const Value& w = input(graph, node, kWeights);
  const Value& y = output(graph, node);
  if (x.dtype != DType::s8 || !w.is_constant) return std::nullopt;
  const auto dots = make_dots(w, x.quant.zero_point[0], bias_data(graph, node, kBias, w.shape[0]),
                              row_multipliers(x, w, y, w.shape[0]));
  if (!dots) return std::nullopt;
  const Clamp clamp = output_clamp(node, y);
  Lowered lowered{{"fully_connected_dots_s8", {}}};
  lowered.call.arguments = {node.inputs[kX],
                            x.shape[0],
                            dots->weights,
                            dots->bias,
                            w.shape[0],
                            w.shape[1],
                            dots->multiplier,
                            dots->shift,
                            int64_t{y.quant.zero_point[0]},
                            scalar(y.dtype, clamp.low),
                            scalar(y.dtype, clamp.high),
                            node.outputs[0]};
  return lowered;
}

}  // namespace

extern const FormDef form_fully_connected_dots_s8 = {
    .name = "fully_connected_dots_s8",
    .op = "fully_connected",
    .folders = "mve",
    .lower = lower,
};

}  // namespace mote
