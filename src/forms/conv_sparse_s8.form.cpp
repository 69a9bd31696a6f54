// SPDX-License-Identifier: Apache-2.0
#include "forms/sparse_rows.h"

namespace mote {

extern const FormDef form_conv_sparse_s8 = {
    .name = "conv_sparse_s8",
    .ops = "conv",
    .folders = "portable thumb1 thumb2 dsp mve",
    .is_compact = true,
    .lower =
        [](const Graph& graph, const Node& node, Proofs& proofs) {
          return lower_compact_conv(proofs, "conv_sparse_s8", graph, node, pack_sparse);
        },
};

}  // namespace mote
