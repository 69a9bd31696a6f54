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

// How often the loops run that copy what positions read.
LoopCounts patch_counts(const Window& v) {
  const int64_t at_once = v.dilation_x == 1 ? v.kernel_width : 1;
  const auto runs = static_cast<double>(v.kernel_height * v.kernel_width / at_once);
  const auto sixteens = static_cast<double>((at_once * v.channels + 15) / 16);
  LoopCounts counts;
  for (int64_t i = 0; i < v.out_height * v.out_width; i++) {
    const int64_t y = i / v.out_width * v.stride_y - v.pad_top;
    const int64_t x = i % v.out_width * v.stride_x - v.pad_left;
    const bool is_inside = y >= 0 && y + (v.kernel_height - 1) * v.dilation_y < v.height &&
                           x >= 0 && x + (v.kernel_width - 1) * v.dilation_x < v.width;
    const std::string kind = is_inside && v.dilation_x == 1 ? "inside_" : "edge_";
    counts[kind + "patches"] += 1;
    counts[kind + "runs"] += runs;
    counts[kind + "sixteens"] += runs * sixteens;
  }
  counts["lines"] = static_cast<double>(v.out_height);
  return counts;
}

std::optional<Lowered> lower(const Graph& graph, const Node& node, Proofs&) {
  const auto g = byte_conv(graph, node);
  if (!g || g->group_inputs != g->window.channels) return std::nullopt;
  const Window& v = g->window;
  const ByteProduct product = conv_product(graph, node, *g);
  const auto dots = make_dots(product);
  if (!dots) return std::nullopt;
  const int64_t columns = product.columns, patch_bytes = (columns + 15) / 16 * 16;
  const bool is_short = dots_are_short(columns);  // one position at a time
  Lowered lowered{{"conv_dots_s8", {}}, Sharing::overwrite, conv_lead(*g, true)};
  lowered.counts = dots_counts(product, v.out_height * v.out_width, is_short ? 1 : 2);
  auto& arguments = lowered.call.arguments;
  if (is_short && is_product(*g)) {
    lowered.call = {
        "fully_connected_dots_s8",
        {node.inputs[0], v.height * v.width, dots->weights, dots->bias, product.rows, v.channels,
         dots->multiplier, dots->shift, product.y_zero, scalar(DType::s8, product.clamp.low),
         scalar(DType::s8, product.clamp.high), node.outputs[0]}};
    return lowered;
  }
  // Without a copy, positions are read where they are.
  if (!is_short || g->taps() != 1 || g->filters > kRowsAtOnce) {
    lowered.counts.merge(patch_counts(v));
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
    .ops = "conv",
    .folders = "mve",
    .lower = lower,
};

}  // namespace mote
