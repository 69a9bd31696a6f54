// SPDX-License-Identifier: Apache-2.0
// y = the sum of all operands, stretched to each other.
#include "ops/fold.h"

namespace mote {

extern const OpDef op_sum = {
    .name = "sum",
    .onnx_name = "Sum",
    .tflite_names = "ADD_N",
    .expand = [](Graph& graph, const Node& node,
                 std::vector<Node>& nodes) { expand_to_fold(graph, node, "add", nodes); },
};

}  // namespace mote
