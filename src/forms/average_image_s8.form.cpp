// SPDX-License-Identifier: Apache-2.0
// The mean of whole images.
#include "forms/form.h"
#include "ops/operands.h"
#include "ops/pool.h"

namespace mote {
namespace {

constexpr int64_t kMostPositions = 255;  // whose sums of bytes fit 16 bits

std::optional<Lowered> lower(const Graph& graph, const Node& node, Proofs&) {
  const Value& x = input(graph, node, 0);
  const Value& y = output(graph, node);
  if (x.dtype != DType::s8) return std::nullopt;
  const Window v = pool_window(graph, node);
  const int64_t positions = v.height * v.width;
  const bool is_whole = v.kernel_height == v.height && v.kernel_width == v.width &&
                        v.out_height * v.out_width == 1 && v.pad_top == 0 && v.pad_left == 0 &&
                        v.dilation_y == 1 && v.dilation_x == 1;
  if (!v.channels_last || !is_whole || v.channels % 4 != 0 || positions > kMostPositions) {
    return std::nullopt;
  }
  const Clamp clamp = output_clamp(node, y);
  return Lowered{{"average_image_s8",
                  {node.inputs[0], x.shape[0], positions, v.channels, scalar(y.dtype, clamp.low),
                   scalar(y.dtype, clamp.high), node.outputs[0]}}};
}

}  // namespace

extern const FormDef form_average_image_s8 = {
    .name = "average_image_s8",
    .ops = "average_pool global_average_pool",
    .folders = "dsp portable",
    .lower = lower,
};

}  // namespace mote
