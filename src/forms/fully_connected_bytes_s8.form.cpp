// SPDX-License-Identifier: Apache-2.0
#include "forms/form.h"
#include "forms/halves.h"
#include "ops/operands.h"

namespace mote {
namespace {

std::optional<Lowered> lower(const Graph& graph, const Node& node, Proofs&) {
  const auto product = fully_connected_product(graph, node);
  if (!product) return std::nullopt;
  const int64_t batch = input(graph, node, 0).shape[0];
  if (batch != 1 || product->columns <= kMostHalves) return std::nullopt;
  const int64_t columns = (product->columns + 3) / 4 * 4;
  const auto halves = pack_halves(*product, halves_lanes(1, columns));
  if (!halves) return std::nullopt;
  const KernelScratch bytes{product->columns == columns ? 0 : columns, node.inputs[0]};
  Lowered lowered{{"fully_connected_bytes_s8", {}}};
  lowered.call.arguments = {node.inputs[0],
                            halves->stream,
                            halves->scales,
                            int64_t{halves->is_shared},
                            product->rows,
                            product->columns,
                            product->y_zero,
                            scalar(DType::s8, product->clamp.low),
                            scalar(DType::s8, product->clamp.high),
                            bytes,
                            node.outputs[0]};
  return lowered;
}

}  // namespace

extern const FormDef form_fully_connected_bytes_s8 = {
    .name = "fully_connected_bytes_s8",
    .ops = "fully_connected",
    .folders = "dsp",
    .lower = lower,
};

}  // namespace mote
