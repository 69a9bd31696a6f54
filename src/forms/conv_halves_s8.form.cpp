// SPDX-License-Identifier: Apache-2.0
#include "forms/form.h"
#include "forms/halves.h"

namespace mote {
namespace {

std::optional<Lowered> lower(const Graph& graph, const Node& node, Proofs&) {
  const auto g = byte_conv(graph, node);
  if (!g || g->group_inputs != g->window.channels) return std::nullopt;
  const auto halves =
      conv_halves(node.inputs[0], g->window, conv_product(graph, node, *g), node.outputs[0]);
  if (!halves) return std::nullopt;
  // Two positions are read before the two are written: they need no larger lead than one by one.
  return Lowered{halves->call, Sharing::overwrite, conv_lead(*g, true), {}, halves->counts};
}

}  // namespace

extern const FormDef form_conv_halves_s8 = {
    .name = "conv_halves_s8",
    .ops = "conv",
    .folders = "dsp",
    .lower = lower,
};

}  // namespace mote
