// SPDX-License-Identifier: Apache-2.0
// y = how many elements x has. Shapes are known, so y is a constant.
#include "ops/operands.h"

namespace mote {

extern const OpDef op_size = {
    .name = "size",
    .onnx_name = "Size",
    .infer =
        [](Graph& graph, const Node& node) {
          check_input_count(node, 1, 1);
          set_output(graph, node, DType::s64, {});
        },
    .reference =
        [](const Graph& graph, const Node& node, std::span<const Tensor* const>) {
          const int64_t count = element_count(input(graph, node, 0).shape);
          return std::vector<Tensor>{{static_cast<double>(count)}};
        },
    .shape_operands = 0b1,
    .samples =
        [] {
          return std::vector{Sample("size").input(DType::f32, {2, 7}).output()};
        },
};

}  // namespace mote
