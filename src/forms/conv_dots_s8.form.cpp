// SPDX-License-Identifier: Apache-2.0
#include "forms/dots.h"
#include "forms/form.h"

namespace mote {
namespace {

constexpr int64_t kRowsAtOnce = 64;  // MOTE_DOTS_ROWS: x is read before the first one is written

// Whether each position is a product of the weights and the input's channels there.
bool is_product(const ConvGeometry& g) {
  const Window& v = g.window;
  return g.taps() == 1 && g.filters <= kRowsAtOnce && v.out_height == v.height &&
         v.out_width == v.width && v.pad_top == 0 && v.pad_left == 0 && v.stride_y == 1 &&
         v.stride_x == 1;
}

std::optional<Lowered> lower(const Graph& graph, const Node& node) {
  const auto g = byte_conv(graph, node);
  if (!g || g->group_inputs != g->window.channels) return std::nullopt;
  const Window& v = g->window;
  const ByteProduct product = conv_product(graph, node, *g);
  const auto dots = make_dots(product);
  if (!dots) return std::nullopt;
  const int64_t columns = product.columns, patch_bytes = (columns + 15) / 16 * 16;
  const bool is_short = columns % 16 == 0 && columns <= 112;  // one position at a time
  Lowered lowered{{"conv_dots_s8", {}}, Sharing::overwrite, conv_lead(*g, true)};
  auto& arguments = lowered.call.arguments;
  if (is_short && is_product(*g)) {
    lowered.call = {
        "fully_connected_dots_s8",
        {node.inputs[0], v.height * v.width, dots->weights, dots->bias, product.rows, v.channels,
         dots->multiplier, dots->shift, product.y_zero, scalar(DType::s8, product.clamp.low),
         scalar(DType::s8, product.clamp.high), node.outputs[0]}};
    return lowered;
  }
  arguments = {node.inputs[0], v.height, v.width, v.channels, dots->weights, dots->bias};
  for (int64_t n : {v.kernel_height, v.kernel_width, v.stride_y, v.stride_x, v.dilation_y,
                    v.dilation_x, v.pad_top, v.pad_left, v.out_height, v.out_width, product.rows}) {
    arguments.push_back(n);
  }
  arguments.insert(arguments.end(),
                   {dots->multiplier, dots->shift, product.x_zero, product.y_zero,
                    scalar(DType::s8, product.clamp.low), scalar(DType::s8, product.clamp.high),
                    KernelScratch{(is_short ? 1 : 2) * patch_bytes}, node.outputs[0]});
  return lowered;
}

}  // namespace

extern const FormDef form_conv_dots_s8 = {
    .name = "conv_dots_s8",
    .op = "conv",
    .folders = "mve",
    .lower = lower,
};

}  // namespace mote
