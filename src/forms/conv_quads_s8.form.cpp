// SPDX-License-Identifier: Apache-2.0
#include "forms/form.h"
#include "forms/quads.h"

namespace mote {
namespace {

std::optional<Lowered> lower(const Graph& graph, const Node& node, Proofs& proofs) {
  const auto g = byte_conv(graph, node);
  if (!g || g->group_inputs != g->window.channels) return std::nullopt;
  const Window& v = g->window;
  const ByteProduct product = conv_product(graph, node, *g);
  const auto quads = pack_quads(proofs, product);
  if (!quads) return std::nullopt;
  Lowered lowered{{"conv_quads_s8", {}}, Sharing::overwrite, conv_lead(*g, true)};
  lowered.scales = quads->shares;
  lowered.call.arguments = {node.inputs[0], v.height,      v.width,         v.channels,
                            quads->stream,  quads->scales, quads->is_shared};
  for (int64_t n : {v.kernel_height, v.kernel_width, v.stride_y, v.stride_x, v.dilation_y,
                    v.dilation_x, v.pad_top, v.pad_left, v.out_height, v.out_width, g->filters,
                    product.x_zero, quads->shifts}) {
    lowered.call.arguments.push_back(n);
  }
  lowered.call.arguments.insert(
      lowered.call.arguments.end(),
      {scalar(DType::s8, product.clamp.low), scalar(DType::s8, product.clamp.high),
       KernelScratch{(product.columns + 3) / 4 * 4}, node.outputs[0]});
  return lowered;
}

}  // namespace

extern const FormDef form_conv_quads_s8 = {
    .name = "conv_quads_s8",
    .ops = "conv",
    .folders = "thumb1 thumb2",
    .lower = lower,
};

}  // namespace mote
