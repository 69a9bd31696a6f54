// SPDX-License-Identifier: Apache-2.0
// The plain kernel, which adds up the taps of a window channel by channel.
#include "forms/form.h"
#include "ops/average.h"
#include "ops/operands.h"
#include "ops/pool.h"

namespace mote {
namespace {

int64_t taps_inside(int64_t begin, int64_t taps, int64_t dilation, int64_t extent) {
  int64_t inside = 0;
  for (int64_t k = 0; k < taps; k++) {
    const int64_t at = begin + k * dilation;
    inside += at >= 0 && at < extent ? 1 : 0;
  }
  return inside;
}

// Of all channels: taps (those in the image), tap_runs (rows of them; one where rows follow each
// other). lines: rows of outputs.
LoopCounts counts_of(const Window& v, double images) {
  int64_t taps = 0, runs = 0;
  for (int64_t oy = 0; oy < v.out_height; oy++) {
    const int64_t rows =
        taps_inside(oy * v.stride_y - v.pad_top, v.kernel_height, v.dilation_y, v.height);
    for (int64_t ox = 0; ox < v.out_width; ox++) {
      const int64_t run =
          taps_inside(ox * v.stride_x - v.pad_left, v.kernel_width, v.dilation_x, v.width);
      taps += rows * run;
      runs += run * v.dilation_x == v.dilation_y * v.width ? 1 : rows;
    }
  }
  const double channels = images * static_cast<double>(v.channels);
  return {{"taps", channels * static_cast<double>(taps)},
          {"tap_runs", channels * static_cast<double>(runs)},
          {"lines", images * static_cast<double>(v.out_height)}};
}

std::optional<Lowered> lower(const Graph& graph, const Node& node, Proofs&) {
  const Value& x = input(graph, node, 0);
  const Window v = pool_window(graph, node);
  if (x.dtype != DType::s8 || !v.channels_last) return std::nullopt;
  Lowered lowered{average_call(graph, node)};
  lowered.counts = counts_of(v, static_cast<double>(x.shape[0]));
  return lowered;
}

}  // namespace

extern const FormDef form_average_pool_s8 = {
    .name = "average_pool_s8",
    .ops = "average_pool global_average_pool",
    .folders = "portable",
    .lower = lower,
};

}  // namespace mote
