// SPDX-License-Identifier: Apache-2.0
// TFLite's name for resize with mode linear.
#include "ops/tflite_resize.h"

namespace mote {

extern const OpDef op_resize_bilinear = {
    .name = "resize_bilinear",
    .tflite_names = "RESIZE_BILINEAR",
    .from_tflite = [](Graph& graph, const Node& node,
                      std::vector<Node>& nodes) { resize_from_tflite(graph, node, true, nodes); },
};

}  // namespace mote
