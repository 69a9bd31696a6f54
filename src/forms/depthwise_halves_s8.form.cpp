// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "forms/form.h"
#include "forms/halves.h"

namespace mote {
namespace {

// The window with its axes swapped.
Window turned(const Window& v) {
  Window t = v;
  std::swap(t.height, t.width);
  std::swap(t.kernel_height, t.kernel_width);
  std::swap(t.stride_y, t.stride_x);
  std::swap(t.dilation_y, t.dilation_x);
  std::swap(t.pad_top, t.pad_left);
  std::swap(t.out_height, t.out_width);
  return t;
}

// What the kernel takes about: a line costs as much as two outputs, and outputs come in pairs.
int64_t cost_of(const Window& v) {
  return v.out_height * ((v.out_width + 1) / 2 + 1);
}

Tensor weights_of(const Window& v, const Tensor& w, int64_t channels, bool is_turned) {
  if (!is_turned) return w;
  Tensor weights;
  for (int64_t c = 0; c < channels; c++) {
    for (int64_t kx = 0; kx < v.kernel_width; kx++) {
      for (int64_t ky = 0; ky < v.kernel_height; ky++) {
        weights.push_back(w[static_cast<size_t>((c * v.kernel_height + ky) * v.kernel_width + kx)]);
      }
    }
  }
  return weights;
}

// The doubled start and the scale of channel c. False when its sums or multiplier leave no room.
bool append_scale(const ByteProduct& p, size_t c, Tensor& scales) {
  const auto taps = static_cast<size_t>(p.columns);
  double start = p.bias[c], spread = 0;
  for (size_t k = 0; k < taps; k++) {
    start -= p.weights[c * taps + k] * static_cast<double>(p.x_zero);
    spread += 128 * std::abs(p.weights[c * taps + k]);
  }
  const auto shift = halves_shift(p.by[c]);
  if (!shift || std::abs(start) + spread >= 0x1p30) return false;
  scales.push_back(static_cast<uint32_t>(static_cast<int64_t>(2 * start)));
  scales.push_back(p.by[c].multiplier);
  scales.push_back(*shift);
  return true;
}

// How often the kernel's loops run over a (turned) window: those of its three ways for a plane, and
// what is copied into one.
LoopCounts counts_of(const Window& v, int64_t channels, int64_t filters, double plane) {
  const bool is_3x3 =
      v.kernel_height == 3 && v.kernel_width == 3 && (v.dilation_y | v.dilation_x) == 1;
  const std::string way = !is_3x3 ? "taps_" : (v.stride_y | v.stride_x) == 1 ? "walk_" : "strided_";
  const auto lines = static_cast<double>(filters * v.out_height);
  const int64_t at_once = way == "walk_" ? 2 : 1;
  const double steps = lines * static_cast<double>((v.out_width + at_once - 1) / at_once);
  const auto copied = [](int64_t size, int64_t out, int64_t stride, int64_t reach, int64_t pad) {
    return std::max<int64_t>(0, std::min(size, (out - 1) * stride + reach + 1 - pad));
  };
  const int64_t rows =
      copied(v.height, v.out_height, v.stride_y, (v.kernel_height - 1) * v.dilation_y, v.pad_top);
  const int64_t columns =
      copied(v.width, v.out_width, v.stride_x, (v.kernel_width - 1) * v.dilation_x, v.pad_left);
  LoopCounts counts{{"plane_size", plane},
                    {"plane_rows", static_cast<double>(channels * rows)},
                    {"plane_bytes", static_cast<double>(channels * rows * columns)},
                    {"plane_rest", static_cast<double>(channels * rows * (columns % 8))},
                    {"filters", static_cast<double>(filters)},
                    {way + "filters", static_cast<double>(filters)},
                    {way + "lines", lines},
                    {way + "steps", steps}};
  if (!is_3x3) {
    counts["taps_runs"] = steps * static_cast<double>(v.kernel_height);
    counts["taps_macs"] = counts["taps_runs"] * static_cast<double>(v.kernel_width);
  }
  return counts;
}

std::optional<Lowered> lower(const Graph& graph, const Node& node, Proofs&) {
  const auto g = byte_conv(graph, node);
  if (!g || g->group_inputs != 1 || g->window.channels == 1) return std::nullopt;
  const ByteProduct product = conv_product(graph, node, *g);
  KernelData scales{"scales", DType::u32, {}};
  for (size_t c = 0; c < product.by.size(); c++) {
    if (!append_scale(product, c, scales.elements)) return std::nullopt;
  }
  const bool is_turned = cost_of(turned(g->window)) < cost_of(g->window);
  const Window v = is_turned ? turned(g->window) : g->window;
  const int64_t height = (v.out_height - 1) * v.stride_y + (v.kernel_height - 1) * v.dilation_y + 1;
  const int64_t width = (v.out_width - 1) * v.stride_x + (v.kernel_width - 1) * v.dilation_x + 1;
  const int64_t even_width = (width + 1) / 2 * 2;
  Lowered lowered{{"depthwise_halves_s8", {}}};
  const bool is_smaller = v.out_height * v.out_width <= v.height * v.width;
  if (is_smaller && g->group_filters == 1) lowered.sharing = Sharing::overwrite;
  auto& arguments = lowered.call.arguments;
  arguments = {node.inputs[0],
               v.height,
               v.width,
               v.channels,
               product.rows,
               KernelData{"weights", DType::s8,
                          weights_of(g->window, product.weights, product.rows, is_turned)},
               scales};
  for (int64_t n : {v.kernel_height, v.kernel_width, v.stride_y, v.stride_x, v.dilation_y,
                    v.dilation_x, v.pad_top, v.pad_left, v.out_height, v.out_width, height,
                    even_width, int64_t{is_turned}, product.x_zero, product.y_zero}) {
    arguments.push_back(n);
  }
  arguments.insert(arguments.end(),
                   {scalar(DType::s8, product.clamp.low), scalar(DType::s8, product.clamp.high),
                    KernelScratch{(2 * height * even_width + 3) / 4 * 4}, node.outputs[0]});
  lowered.counts = counts_of(v, v.channels, product.rows, static_cast<double>(height * even_width));
  return lowered;
}

}  // namespace

extern const FormDef form_depthwise_halves_s8 = {
    .name = "depthwise_halves_s8",
    .ops = "conv",
    .folders = "dsp",
    .lower = lower,
};

}  // namespace mote
