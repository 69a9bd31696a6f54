// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>
#include <utility>

#include "forms/dots.h"
#include "forms/form.h"

namespace mote {
namespace {

constexpr int64_t kBytesBehindPlane = 16;

// One axis of the window: extents in elements, steps between neighbours in bytes.
struct Axis {
  int64_t size, kernel, stride, dilation, pad, out, x_step, y_step;

  int64_t plane() const { return (out - 1) * stride + (kernel - 1) * dilation + 1; }
  // What no output reads is not copied.
  int64_t copied() const { return std::max<int64_t>(0, std::min(size, plane() - pad)); }
};

// Rows of y of the kernel's plane and what is side by side in it.
struct Plane {
  Axis down, across;

  // A row's right border is the next one's left border.
  int64_t pitch() const {
    const int64_t right = across.plane() - across.pad - across.copied();
    return across.plane() - std::min(right, across.pad);
  }

  int64_t bytes() const { return (down.plane() - 1) * pitch() + across.plane(); }

  // Whether all that an output reads lies within 16 bytes, no two taps on one of them.
  bool is_short() const {
    std::set<int64_t> taps;
    for (int64_t y = 0; y < down.kernel; y++) {
      for (int64_t x = 0; x < across.kernel; x++) {
        taps.insert(y * down.dilation * pitch() + x * across.dilation);
      }
    }
    return across.stride == 1 && *taps.rbegin() < 16 &&
           static_cast<int64_t>(taps.size()) == down.kernel * across.kernel;
  }

  // How often four outputs are computed, in units of the short way.
  int64_t cost() const {
    const int64_t taps = down.kernel * across.kernel;
    if (!is_short()) return (1 + taps / 4) * ((across.out + 3) / 4 * down.out);
    return down.out == 1 ? (across.out + 3) / 4 : (down.out + 3) / 4 * across.out;
  }
};

// How often the kernel's loops run: those of its three ways for a plane, and the copies into one.
LoopCounts counts_of(const Plane& plane, int64_t channels) {
  const Axis &down = plane.down, &across = plane.across;
  const auto each = [&](int64_t n) { return static_cast<double>(channels * n); };
  const int64_t lines = std::min(down.copied(), across.copied());
  const int64_t length = std::max(down.copied(), across.copied());
  LoopCounts counts{{"channels", each(1)},
                    {"copied_lines", each(lines)},
                    {"copied_fours", each(lines * ((length + 3) / 4))},
                    {"plane_size", static_cast<double>(plane.bytes())}};
  const int64_t fours = (across.out + 3) / 4;
  if (plane.is_short()) {
    const bool is_row = down.out == 1 && across.out >= 4;
    const int64_t blocks = is_row ? 1 : (down.out + 3) / 4;
    counts["short_channels"] = each(1);
    counts["short_blocks"] = each(blocks);
    counts["short_steps"] = each(blocks * (is_row ? fours : across.out));
  } else if (down.kernel == 3 && across.kernel == 3 && across.out >= 4 &&
             (down.stride | across.stride | down.dilation | across.dilation) == 1) {
    counts["walks"] = each(fours);
    counts["walk_steps"] = each(fours * down.out);
  } else {
    counts["taps_lines"] = each(down.out);
    counts["taps_steps"] = each(down.out * fours);
    counts["taps_runs"] = each(down.out * fours * down.kernel);
    counts["taps_macs"] = each(down.out * fours * down.kernel * across.kernel);
  }
  return counts;
}

// `weights` channel by channel, each height x width, with these two turned.
Tensor turned(const Tensor& weights, int64_t height, int64_t width) {
  Tensor result(weights.size());
  const auto h = static_cast<size_t>(height), w = static_cast<size_t>(width);
  for (size_t i = 0; i < weights.size(); i++) {
    const size_t tap = i % (h * w);
    result[i - tap + tap % w * h + tap / w] = weights[i];
  }
  return result;
}

std::optional<Lowered> lower(const Graph& graph, const Node& node, Proofs&) {
  const auto g = byte_conv(graph, node);
  if (!g || !g->is_depthwise()) return std::nullopt;
  const Window& v = g->window;
  const ByteProduct product = conv_product(graph, node, *g);
  auto dots = make_dots(product);
  if (!dots) return std::nullopt;
  dots->weights.elements.resize(product.weights.size());
  Plane plane{{v.height, v.kernel_height, v.stride_y, v.dilation_y, v.pad_top, v.out_height,
               v.width * v.channels, v.out_width * v.channels},
              {v.width, v.kernel_width, v.stride_x, v.dilation_x, v.pad_left, v.out_width,
               v.channels, v.channels}};
  const Plane other{plane.across, plane.down};
  if (other.cost() < plane.cost()) {
    plane = other;
    dots->weights.elements = turned(dots->weights.elements, v.kernel_height, v.kernel_width);
  }
  Lowered lowered{{"depthwise_lanes_s8", {}}};
  if (v.out_height * v.out_width <= v.height * v.width) lowered.sharing = Sharing::overwrite;
  const Axis &down = plane.down, &across = plane.across;
  auto& arguments = lowered.call.arguments;
  arguments = {node.inputs[0], down.copied(), across.copied(), down.x_step,
               across.x_step,  v.channels,    dots->weights,   dots->bias};
  for (int64_t n : {down.kernel, across.kernel, down.stride, across.stride, down.dilation,
                    across.dilation, down.pad, across.pad, down.out, across.out, down.y_step,
                    across.y_step, plane.pitch(), plane.bytes()}) {
    arguments.push_back(n);
  }
  arguments.insert(
      arguments.end(),
      {dots->multiplier, dots->shift, product.x_zero, product.y_zero,
       scalar(DType::s8, product.clamp.low), scalar(DType::s8, product.clamp.high),
       KernelScratch{(plane.bytes() + kBytesBehindPlane + 3) / 4 * 4}, node.outputs[0]});
  lowered.counts = counts_of(plane, v.channels);
  return lowered;
}

}  // namespace

extern const FormDef form_depthwise_lanes_s8 = {
    .name = "depthwise_lanes_s8",
    .ops = "conv",
    .folders = "mve",
    .lower = lower,
};

}  // namespace mote
