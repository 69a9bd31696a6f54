// SPDX-License-Identifier: Apache-2.0
#include "forms/form.h"
#include "forms/halves.h"
#include "ops/conv_geometry.h"
#include "ops/operands.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kWeights, kBias };

std::optional<Lowered> lower(const Graph& graph, const Node& node) {
  const Value& x = input(graph, node, kX);
  const Value& w = input(graph, node, kWeights);
  const Value& y = output(graph, node);
  if (x.dtype != DType::s8 || !w.is_constant) return std::nullopt;
  const ConvGeometry g = conv_geometry(graph, node);
  const Window& v = g.window;
  if (!v.channels_last || g.group_inputs != v.channels) return std::nullopt;
  const ByteProduct product{g.filters,
                            g.taps() * v.channels,
                            w.constant,
                            bias_data(graph, node, kBias, g.filters).elements,
                            channel_multipliers(x, w, y, g.filters),
                            x.quant.zero_point[0],
                            y.quant.zero_point[0],
                            output_clamp(node, y)};
  const auto call = conv_halves_call(node.inputs[kX], v, product, node.outputs[0]);
  if (!call) return std::nullopt;
  // Two positions are read before the two are written: they need no larger lead than one by one.
  return Lowered{*call, Sharing::overwrite, conv_lead(g, true)};
}

}  // namespace

extern const FormDef form_conv_halves_s8 = {
    .name = "conv_halves_s8",
    .op = "conv",
    .folders = "dsp",
    .lower = lower,
};

}  // namespace mote
