// SPDX-License-Identifier: Apache-2.0
// y = x stretched by `scales`: resize as ONNX had it before opset 10.
#include "ops/operands.h"

namespace mote {
namespace {

void expand(Graph&, const Node& node, std::vector<Node>& nodes) {
  check_input_count(node, 2, 2);
  Node resized{node.name, "resize", {node.inputs[0], kNoValue, node.inputs[1]}, node.outputs};
  resized.attrs["mode"] = node.text("mode", "nearest");
  resized.attrs["coordinate_transformation_mode"] = std::string("asymmetric");
  resized.attrs["nearest_mode"] = std::string("floor");
  nodes.push_back(resized);
}

}  // namespace

extern const OpDef op_upsample = {
    .name = "upsample",
    .onnx_name = "Upsample",
    .expand = expand,
    .constant_operands = 0b10,
};

}  // namespace mote
