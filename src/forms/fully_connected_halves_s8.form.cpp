// SPDX-License-Identifier: Apache-2.0
#include "forms/form.h"
#include "forms/halves.h"
#include "ops/operands.h"

namespace mote {
namespace {

// Rows of x are the positions of a convolution by a kernel of one tap.
Window rows_of(int64_t batch, const ByteProduct& product) {
  Window window{};
  window.channels_last = true;
  window.channels = product.columns;
  window.height = window.out_height = batch;
  window.width = window.out_width = window.kernel_height = window.kernel_width = 1;
  window.stride_y = window.stride_x = window.dilation_y = window.dilation_x = 1;
  return window;
}

std::optional<Lowered> lower(const Graph& graph, const Node& node, Proofs&) {
  const auto product = fully_connected_product(graph, node);
  if (!product) return std::nullopt;
  const int64_t batch = input(graph, node, 0).shape[0];
  if (batch != 1) {
    const auto many =
        conv_halves(node.inputs[0], rows_of(batch, *product), *product, node.outputs[0]);
    if (!many) return std::nullopt;
    return Lowered{many->call, Sharing::none, {}, {}, many->counts};
  }
  if (product->columns > kMostHalves) return std::nullopt;
  const int64_t columns = (product->columns + 7) / 8 * 8;
  const auto halves = pack_halves(*product, halves_lanes(1, columns));
  if (!halves) return std::nullopt;
  Lowered lowered{{"fully_connected_halves_s8", {}}};
  lowered.call.arguments = {node.inputs[0],
                            halves->stream,
                            halves->scales,
                            int64_t{halves->is_shared},
                            product->rows,
                            product->columns,
                            product->y_zero,
                            scalar(DType::s8, product->clamp.low),
                            scalar(DType::s8, product->clamp.high),
                            KernelScratch{2 * columns},
                            node.outputs[0]};
  const auto blocks = static_cast<double>((product->rows + 3) / 4);
  lowered.counts = {{"blocks", blocks},
                    {"block_steps", blocks * static_cast<double>(columns / 8)},
                    {"rests", product->rows % 4 != 0 ? 1.0 : 0.0},
                    {"copied", static_cast<double>(columns)}};
  return lowered;
}

}  // namespace

extern const FormDef form_fully_connected_halves_s8 = {
    .name = "fully_connected_halves_s8",
    .ops = "fully_connected",
    .folders = "dsp",
    .lower = lower,
};

}  // namespace mote
