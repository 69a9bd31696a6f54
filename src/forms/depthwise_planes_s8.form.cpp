// SPDX-License-Identifier: Apache-2.0
#include "forms/form.h"
#include "forms/row_data.h"

namespace mote {
namespace {

constexpr int kFirstShift = 13;  // what kernels may rely on

std::optional<Lowered> lower(const Graph& graph, const Node& node, Proofs& proofs) {
  const auto g = byte_conv(graph, node);
  if (!g || !g->is_depthwise()) return std::nullopt;
  const Window& v = g->window;
  const ByteProduct product = conv_product(graph, node, *g);
  const auto data = row_data(proofs, product, 0, kFirstShift);
  if (!data) return std::nullopt;
  const int64_t plane_height =
      (v.out_height - 1) * v.stride_y + (v.kernel_height - 1) * v.dilation_y + 1;
  const int64_t plane_width =
      (v.out_width - 1) * v.stride_x + (v.kernel_width - 1) * v.dilation_x + 1;
  Lowered lowered{{"depthwise_planes_s8", {}}};
  lowered.scales = data->shares;
  if (v.out_height * v.out_width <= v.height * v.width) lowered.sharing = Sharing::overwrite;
  auto& arguments = lowered.call.arguments;
  arguments = {node.inputs[0], v.height, v.width, v.channels,
               KernelData{"weights", DType::s8, product.weights}};
  arguments.insert(arguments.end(), data->arguments.begin(), data->arguments.end());
  for (int64_t n : {v.kernel_height, v.kernel_width, v.stride_y, v.stride_x, v.dilation_y,
                    v.dilation_x, v.pad_top, v.pad_left, v.out_height, v.out_width, plane_height,
                    plane_width, product.x_zero}) {
    arguments.push_back(n);
  }
  arguments.insert(arguments.end(),
                   {scalar(DType::s8, product.clamp.low), scalar(DType::s8, product.clamp.high),
                    KernelScratch{(plane_height * plane_width + 3) / 4 * 4}, node.outputs[0]});
  return lowered;
}

}  // namespace

extern const FormDef form_depthwise_planes_s8 = {
    .name = "depthwise_planes_s8",
    .ops = "conv",
    .folders = "thumb1 thumb2",
    .lower = lower,
};

}  // namespace mote
