// SPDX-License-Identifier: Apache-2.0
#include "forms/form.h"
#include "forms/quads.h"
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
  ByteProduct product{g.filters,
                      g.taps() * v.channels,
                      w.constant,
                      bias_data(graph, node, kBias, g.filters).elements,
                      channel_multipliers(x, w, y, g.filters),
                      x.quant.zero_point[0],
                      y.quant.zero_point[0],
                      output_clamp(node, y)};
  const auto quads = pack_quads(product);
  if (!quads) return std::nullopt;
  Lowered lowered{{"conv_quads_s8", {}}, Sharing::overwrite, conv_lead(g, true)};
  lowered.call.arguments = {node.inputs[kX], v.height,      v.width,         v.channels,
                            quads->stream,   quads->scales, quads->is_shared};
  for (int64_t n : {v.kernel_height, v.kernel_width, v.stride_y, v.stride_x, v.dilation_y,
                    v.dilation_x, v.pad_top, v.pad_left, v.out_height, v.out_width, g.filters,
                    int64_t{x.quant.zero_point[0]}, quads->shifts}) {
    lowered.call.arguments.push_back(n);
  }
  lowered.call.arguments.insert(
      lowered.call.arguments.end(),
      {scalar(y.dtype, product.clamp.low), scalar(y.dtype, product.clamp.high),
       KernelScratch{(product.columns + 3) / 4 * 4}, node.outputs[0]});
  return lowered;
}

}  // namespace

extern const FormDef form_conv_quads_s8 = {
    .name = "conv_quads_s8",
    .op = "conv",
    .folders = "thumb1 thumb2",
    .lower = lower,
};

}  // namespace mote
