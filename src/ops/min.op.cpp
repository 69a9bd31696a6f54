// SPDX-License-Identifier: Apache-2.0
// y = min of all operands, stretched to each other.
#include "ops/fold.h"

namespace mote {

extern const OpDef op_min = {
    .name = "min",
    .onnx_name = "Min",
    .expand = [](Graph& graph, const Node& node,
                 std::vector<Node>& nodes) { expand_to_fold(graph, node, "minimum", nodes); },
};

}  // namespace mote
