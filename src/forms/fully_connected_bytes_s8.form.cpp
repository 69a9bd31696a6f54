// SPDX-License-Identifier: Apache-2.0
#include "forms/form.h"
#include "forms/halves.h"
#include "ops/operands.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kWeights, kBias };

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
  if (x.shape[0] != 1 || product.columns <= kMostHalves) return std::nullopt;
  const int64_t columns = (product.columns + 3) / 4 * 4;
  const auto halves = pack_halves(product, halves_lanes(1, columns));
  if (!halves) return std::nullopt;
  const KernelScratch bytes{product.columns == columns ? 0 : columns, node.inputs[kX]};
  Lowered lowered{{"fully_connected_bytes_s8", {}}};
  lowered.call.arguments = {node.inputs[kX],
                            halves->stream,
                            halves->scales,
                            int64_t{halves->is_shared},
                            product.rows,
                            product.columns,
                            product.y_zero,
                            scalar(y.dtype, product.clamp.low),
                            scalar(y.dtype, product.clamp.high),
                            bytes,
                            node.outputs[0]};
  return lowered;
}

}  // namespace

extern const FormDef form_fully_connected_bytes_s8 = {
    .name = "fully_connected_bytes_s8",
    .op = "fully_connected",
    .folders = "dsp",
    .lower = lower,
};

}  // namespace mote
