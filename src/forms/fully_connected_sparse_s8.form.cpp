// SPDX-License-Identifier: Apache-2.0
#include "forms/sparse_rows.h"
#include "ops/operands.h"

namespace mote {

extern const FormDef form_fully_connected_sparse_s8 = {
    .name = "fully_connected_sparse_s8",
    .ops = "fully_connected",
    .folders = "portable thumb1 thumb2 dsp mve",
    .is_rare = true,
    .lower = [](const Graph& graph, const Node& node, Proofs& proofs) -> std::optional<Lowered> {
      const auto product = fully_connected_product(graph, node);
      if (!product) return std::nullopt;
      return lower_sparse(proofs, "fully_connected_sparse_s8", node, *product,
                          input(graph, node, 0).shape[0]);
    },
};

}  // namespace mote
