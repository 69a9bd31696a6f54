// SPDX-License-Identifier: Apache-2.0
#include "forms/form.h"
#include "ops/operands.h"
#include "ops/pool.h"

namespace mote {
namespace {

std::optional<Lowered> lower(const Graph& graph, const Node& node, Proofs&) {
  const Value& x = input(graph, node, 0);
  if (x.dtype != DType::s8 || node.integer("count_include_pad", 0) != 0) return std::nullopt;
  const Window v = pool_window(graph, node);
  if (!v.channels_last || v.dilation_y != 1 || v.dilation_x != 1) return std::nullopt;
  Lowered lowered{{"average_pool_lanes_s8", {}}};
  auto& arguments = lowered.call.arguments;
  arguments = {node.inputs[0], x.shape[0]};
  for (int64_t n : {v.height, v.width, v.channels, v.kernel_height, v.kernel_width, v.stride_y,
                    v.stride_x, v.pad_top, v.pad_left, v.out_height, v.out_width}) {
    arguments.push_back(n);
  }
  const auto clamp = clamp_arguments(graph, node);
  arguments.insert(arguments.end(), clamp.begin(), clamp.end());
  arguments.push_back(node.outputs[0]);
  const auto fours = static_cast<double>((v.channels + 3) / 4);
  const auto taps = static_cast<double>(v.kernel_height * v.kernel_width);
  const auto positions = static_cast<double>(v.out_height * v.out_width);
  lowered.counts = {{"fours", positions * fours},
                    {"four_runs", positions * fours * static_cast<double>(v.kernel_height)},
                    {"four_taps", positions * fours * taps}};
  return lowered;
}

}  // namespace

extern const FormDef form_average_pool_lanes_s8 = {
    .name = "average_pool_lanes_s8",
    .ops = "average_pool global_average_pool",
    .folders = "mve",
    .lower = lower,
};

}  // namespace mote
