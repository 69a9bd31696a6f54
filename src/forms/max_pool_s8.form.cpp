// SPDX-License-Identifier: Apache-2.0
// The plain kernel, which compares the taps of a window one after the other, all channels at once.
#include <algorithm>

#include "forms/form.h"
#include "ops/largest.h"
#include "ops/operands.h"
#include "ops/pool.h"

namespace mote {
namespace {

// taps: of all windows, those in the padding, too. later: comparisons of two taps, of all channels
// each; later_macs, later_fours, later_rests, later_sixteens: elements of these, whole fours, those
// behind them, and sixteens begun. lines: rows of outputs.
LoopCounts counts_of(const Window& v, double images) {
  const auto positions = images * static_cast<double>(v.out_height * v.out_width);
  const auto taps = static_cast<double>(v.kernel_height * v.kernel_width);
  const double later = positions * std::max(taps - 1, 1.0);
  const auto times = [&](int64_t count) { return later * static_cast<double>(count); };
  return {{"taps", positions * taps},
          {"later", later},
          {"later_macs", times(v.channels)},
          {"later_fours", times(v.channels / 4)},
          {"later_rests", times(v.channels % 4)},
          {"later_sixteens", times((v.channels + 15) / 16)},
          {"lines", images * static_cast<double>(v.out_height)}};
}

std::optional<Lowered> lower(const Graph& graph, const Node& node, Proofs&) {
  const Value& x = input(graph, node, 0);
  const Window v = pool_window(graph, node);
  if (x.dtype != DType::s8 || !v.channels_last) return std::nullopt;
  Lowered lowered{largest_call(graph, node)};
  lowered.counts = counts_of(v, static_cast<double>(x.shape[0]));
  return lowered;
}

}  // namespace

extern const FormDef form_max_pool_s8 = {
    .name = "max_pool_s8",
    .ops = "max_pool global_max_pool",
    .folders = "mve dsp portable",
    .lower = lower,
};

}  // namespace mote
