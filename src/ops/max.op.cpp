// SPDX-License-Identifier: Apache-2.0
// y = max of all operands, stretched to each other.
#include "ops/fold.h"

namespace mote {

extern const OpDef op_max = {
    .name = "max",
    .onnx_name = "Max",
    .expand = [](Graph& graph, const Node& node,
                 std::vector<Node>& nodes) { expand_to_fold(graph, node, "maximum", nodes); },
};

}  // namespace mote
