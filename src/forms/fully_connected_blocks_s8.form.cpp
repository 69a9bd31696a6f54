// SPDX-License-Identifier: Apache-2.0
#include "forms/block_rows.h"

namespace mote {

extern const FormDef form_fully_connected_blocks_s8 = {
    .name = "fully_connected_blocks_s8",
    .ops = "fully_connected",
    .folders = "thumb1 thumb2",
    .is_compact = true,
    .lower =
        [](const Graph& graph, const Node& node, Proofs& proofs) {
          return lower_compact_rows(proofs, "fully_connected_blocks_s8", graph, node,
                                    pack_row_blocks);
        },
};

}  // namespace mote
