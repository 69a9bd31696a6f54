// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "forms/byte_rows.h"
#include "forms/form.h"
#include "ops/conv_geometry.h"
#include "ops/operands.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kWeights, kBias };

constexpr int kSumBits = 24;
constexpr int kFirstShift = 13;  // what kernels may rely on

struct Channel {
  double least, most;  // what its sums may be
  double start;        // what the kernel's sums begin with: it reads x + 128
};

Channel channel_of(const Value& w, double bias, int64_t taps, int64_t c, double x_zero) {
  Channel channel{bias, bias, bias};
  for (int64_t k = 0; k < taps; k++) {
    const double weight = w.constant[static_cast<size_t>(c * taps + k)];
    const double from = weight * (-128 - x_zero), to = weight * (127 - x_zero);
    channel.least += std::min(from, to);
    channel.most += std::max(from, to);
    channel.start -= weight * (x_zero + 128);
  }
  return channel;
}

std::optional<Lowered> lower(const Graph& graph, const Node& node) {
  const Value& x = input(graph, node, kX);
  const Value& w = input(graph, node, kWeights);
  const Value& y = output(graph, node);
  if (x.dtype != DType::s8 || !w.is_constant) return std::nullopt;
  const ConvGeometry g = conv_geometry(graph, node);
  const Window& v = g.window;
  if (!v.channels_last || !g.is_depthwise()) return std::nullopt;
  const Clamp clamp = output_clamp(node, y);
  const KernelData bias = bias_data(graph, node, kBias, g.filters);
  const auto multipliers = channel_multipliers(x, w, y, g.filters);
  std::vector<ByteRow> rows;
  Tensor starts;
  for (int64_t c = 0; c < g.filters; c++) {
    const auto at = static_cast<size_t>(c);
    const Channel channel = channel_of(w, bias.elements[at], g.taps(), c, x.quant.zero_point[0]);
    rows.push_back({static_cast<int64_t>(channel.least), static_cast<int64_t>(channel.most),
                    multipliers[at], y.quant.zero_point[0] - static_cast<int64_t>(clamp.low)});
    starts.push_back(channel.start + static_cast<double>(settle(rows.back())));
  }
  const auto by = byte_scales(rows, kSumBits, kFirstShift);
  if (!by) return std::nullopt;
  KernelData scales{"scales", DType::u32, {}};
  for (size_t c = 0; c < rows.size(); c++) {
    const int64_t start = static_cast<int64_t>(starts[c]) + by->rows[c].start;
    for (uint32_t word : {static_cast<uint32_t>(start), by->rows[c].v, by->rows[c].w}) {
      scales.elements.push_back(word);
    }
  }
  const int64_t plane_height =
      (v.out_height - 1) * v.stride_y + (v.kernel_height - 1) * v.dilation_y + 1;
  const int64_t plane_width =
      (v.out_width - 1) * v.stride_x + (v.kernel_width - 1) * v.dilation_x + 1;
  Lowered lowered{{"depthwise_planes_s8", {}}};
  if (v.out_height * v.out_width <= v.height * v.width) lowered.sharing = Sharing::overwrite;
  auto& arguments = lowered.call.arguments;
  arguments = {
      node.inputs[kX], v.height, v.width, v.channels, KernelData{"weights", w.dtype, w.constant},
      scales};
  for (int64_t n :
       {v.kernel_height, v.kernel_width, v.stride_y, v.stride_x, v.dilation_y, v.dilation_x,
        v.pad_top, v.pad_left, v.out_height, v.out_width, plane_height, plane_width,
        int64_t{x.quant.zero_point[0]}, int64_t{by->first_shift + 32 * by->second_shift}}) {
    arguments.push_back(n);
  }
  arguments.insert(arguments.end(),
                   {scalar(y.dtype, clamp.low), scalar(y.dtype, clamp.high),
                    KernelScratch{(plane_height * plane_width + 3) / 4 * 4}, node.outputs[0]});
  return lowered;
}

}  // namespace

extern const FormDef form_depthwise_planes_s8 = {
    .name = "depthwise_planes_s8",
    .op = "conv",
    .folders = "thumb1 thumb2",
    .lower = lower,
};

}  // namespace mote
