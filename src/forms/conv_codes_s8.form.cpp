// SPDX-License-Identifier: Apache-2.0
#include "forms/code_rows.h"

namespace mote {

extern const FormDef form_conv_codes_s8 = {
    .name = "conv_codes_s8",
    .ops = "conv",
    .folders = "portable thumb1 thumb2 dsp mve",
    .is_compact = true,
    .lower =
        [](const Graph& graph, const Node& node, Proofs& proofs) {
          return lower_compact_conv(proofs, "conv_codes_s8", graph, node, pack_codes);
        },
};

}  // namespace mote
