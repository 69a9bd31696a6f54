// SPDX-License-Identifier: Apache-2.0
#include "forms/dots.h"
#include "forms/form.h"
#include "ops/operands.h"

namespace mote {
namespace {

std::optional<Lowered> lower(const Graph& graph, const Node& node, Proofs&) {
  const auto product = fully_connected_product(graph, node);
  const auto dots = product ? make_dots(*product) : std::nullopt;
  if (!dots) return std::nullopt;
  Lowered lowered{{"fully_connected_dots_s8", {}}};
  lowered.call.arguments = {node.inputs[0],
                            input(graph, node, 0).shape[0],
                            dots->weights,
                            dots->bias,
                            product->rows,
                            product->columns,
                            dots->multiplier,
                            dots->shift,
                            product->y_zero,
                            scalar(DType::s8, product->clamp.low),
                            scalar(DType::s8, product->clamp.high),
                            node.outputs[0]};
  lowered.counts = dots_counts(*product, input(graph, node, 0).shape[0], 1);
  return lowered;
}

}  // namespace

extern const FormDef form_fully_connected_dots_s8 = {
    .name = "fully_connected_dots_s8",
    .ops = "fully_connected",
    .folders = "mve",
    .lower = lower,
};

}  // namespace mote
