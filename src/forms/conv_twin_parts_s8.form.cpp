// SPDX-License-Identifier: Apache-2.0
#include "forms/twin_rows.h"

namespace mote {

extern const FormDef form_conv_twin_parts_s8 = {
    .name = "conv_twin_parts_s8",
    .ops = "conv",
    .folders = "thumb1 thumb2",
    .is_compact = true,
    .lower =
        [](const Graph& graph, const Node& node, Proofs& proofs) {
          return lower_compact_conv(proofs, "conv_twin_parts_s8", graph, node, pack_twin_parts);
        },
};

}  // namespace mote
