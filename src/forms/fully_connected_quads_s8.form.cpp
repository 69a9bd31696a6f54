// SPDX-License-Identifier: Apache-2.0
#include "forms/form.h"
#include "forms/quads.h"
#include "ops/operands.h"

namespace mote {
namespace {

std::optional<Lowered> lower(const Graph& graph, const Node& node, Proofs& proofs) {
  const auto product = fully_connected_product(graph, node);
  if (!product) return std::nullopt;
  const int64_t batch = input(graph, node, 0).shape[0];
  const auto quads = pack_quads(proofs, *product);
  if (!quads) return std::nullopt;
  const KernelScratch bytes{(product->columns + 3) / 4 * 4, batch == 1 ? node.inputs[0] : kNoValue};
  Lowered lowered{{"fully_connected_quads_s8", {}}};
  lowered.scales = quads->shares;
  lowered.call.arguments = {node.inputs[0],
                            batch,
                            quads->stream,
                            quads->scales,
                            quads->is_shared,
                            product->rows,
                            product->columns,
                            quads->shifts,
                            scalar(DType::s8, product->clamp.low),
                            scalar(DType::s8, product->clamp.high),
                            bytes,
                            node.outputs[0]};
  return lowered;
}

}  // namespace

extern const FormDef form_fully_connected_quads_s8 = {
    .name = "fully_connected_quads_s8",
    .ops = "fully_connected",
    .folders = "thumb1 thumb2",
    .lower = lower,
};

}  // namespace mote
