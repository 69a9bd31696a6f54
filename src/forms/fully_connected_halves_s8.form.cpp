// SPDX-License-Identifier: Apache-2.0
#include "forms/form.h"
#include "forms/halves.h"
#include "ops/operands.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kWeights, kBias };

// Rows of x are the positions of a convolution by a kernel of one tap.
Window rows_of(const Value& x, const ByteProduct& product) {
  Window window{};
  window.channels_last = true;
  window.channels = product.columns;
  window.height = window.out_height = x.shape[0];
  window.width = window.out_width = window.kernel_height = window.kernel_width = 1;
  window.stride_y = window.stride_x = window.dilation_y = window.dilation_x = 1;
  return window;
}

std::optional<Lowered> lower(const Graph& graph, const Node& node) {
  const Value& x = input(graph, node, kX);
  const Value& w = input(graph, node, kWeights);
  const Value& y = output(graph, node);
  if (x.dtype != DType::s8 || !w.is_constant) return std::nullopt;
  const ByteProduct product{w.shape[0],
                            w.shape[1],
                            w.constant,
                            bias_data(graph, node, kBias, w.shape[0]).elements,
                            row_multipliers(x, w, y, w.shape[0]),
                            x.quant.zero_point[0],
                            y.quant.zero_point[0],
                            output_clamp(node, y)};
  if (x.shape[0] != 1) {
    auto call = conv_halves_call(node.inputs[kX], rows_of(x, product), product, node.outputs[0]);
    if (!call) return std::nullopt;
    return Lowered{*call};
  }
  if (product.columns > kMostHalves) return std::nullopt;
  const int64_t columns = (product.columns + 7) / 8 * 8;
  const auto halves = pack_halves(product, halves_lanes(1, columns));
  if (!halves) return std::nullopt;
  Lowered lowered{{"fully_connected_halves_s8", {}}};
  lowered.call.arguments = {node.inputs[kX],
                            halves->stream,
                            halves->scales,
                            int64_t{halves->is_shared},
                            product.rows,
                            product.columns,
                            product.y_zero,
                            scalar(y.dtype, product.clamp.low),
                            scalar(y.dtype, product.clamp.high),
                            KernelScratch{2 * columns},
                            node.outputs[0]};
  return lowered;
}

}  // namespace

extern const FormDef form_fully_connected_halves_s8 = {
    .name = "fully_connected_halves_s8",
    .op = "fully_connected",
    .folders = "dsp",
    .lower = lower,
};

}  // namespace mote
