// SPDX-License-Identifier: Apache-2.0
#include "forms/nibbles.h"

namespace mote {

extern const FormDef form_conv_nibbles_s8 = {
    .name = "conv_nibbles_s8",
    .ops = "conv",
    .folders = "thumb1",
    .is_compact = true,
    .lower =
        [](const Graph& graph, const Node& node, Proofs& proofs) {
          return lower_compact_conv(proofs, "conv_nibbles_s8", graph, node, pack_nibbles);
        },
};

}  // namespace mote
