// SPDX-License-Identifier: Apache-2.0
#include "forms/form.h"
#include "forms/quads.h"
#include "ops/operands.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kWeights, kBias };

std::optional<Lowered> lower(const Graph& graph, const Node& node) {
  const Value& x = input(graph, node, kX);
  const Value& w = input(graph, node, kWeights);
  const Value& y = output(graph, node);
  if (x.dtype != DType::s8 || !w.is_constant) return std::nullopt;
  ByteProduct product{w.shape[0],
                      w.shape[1],
                      w.constant,
                      bias_data(graph, node, kBias, w.shape[0]).elements,
                      row_multipliers(x, w, y, w.shape[0]),
                      x.quant.zero_point[0],
                      y.quant.zero_point[0],
                      output_clamp(node, y)};
  const auto quads = pack_quads(product);
  if (!quads) return std::nullopt;
  const bool is_one = x.shape[0] == 1;
  const KernelScratch bytes{(product.columns + 3) / 4 * 4, is_one ? node.inputs[kX] : kNoValue};
  Lowered lowered{{"fully_connected_quads_s8", {}}};
  lowered.call.arguments = {node.inputs[kX],
                            x.shape[0],
                            quads->stream,
                            quads->scales,
                            quads->is_shared,
                            product.rows,
                            product.columns,
                            quads->shifts,
                            scalar(y.dtype, product.clamp.low),
                            scalar(y.dtype, product.clamp.high),
                            bytes,
                            node.outputs[0]};
  return lowered;
}

}  // namespace

extern const FormDef form_fully_connected_quads_s8 = {
    .name = "fully_connected_quads_s8",
    .op = "fully_connected",
    .folders = "thumb1 thumb2",
    .lower = lower,
};

}  // namespace mote
