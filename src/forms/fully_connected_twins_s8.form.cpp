// SPDX-License-Identifier: Apache-2.0
#include "forms/twin_rows.h"

namespace mote {

extern const FormDef form_fully_connected_twins_s8 = {
    .name = "fully_connected_twins_s8",
    .ops = "fully_connected",
    .folders = "thumb1 thumb2",
    .is_compact = true,
    .lower =
        [](const Graph& graph, const Node& node, Proofs& proofs) {
          return lower_compact_rows(proofs, "fully_connected_twins_s8", graph, node,
                                    pack_few_twins);
        },
};

}  // namespace mote
