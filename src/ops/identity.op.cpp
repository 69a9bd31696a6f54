// SPDX-License-Identifier: Apache-2.0
// y = x.
#include "ops/operands.h"

namespace mote {

extern const OpDef op_identity = {
    .name = "identity",
    .onnx_name = "Identity",
    .infer =
        [](Graph& graph, const Node& node) {
          set_output(graph, node, input(graph, node, 0).dtype, input(graph, node, 0).shape);
        },
    .reference = [](const Graph&, const Node&,
                    std::span<const Tensor* const> in) { return std::vector<Tensor>{*in[0]}; },
    .sharing = [](const Graph&, const Node&) { return Sharing::same; },
    .tolerance = 0,
    .quantizable = [](const Graph&, const Node&) { return true; },
    .keeps_quant = true,
    .elementwise = true,
    .samples =
        [] {
          return std::vector{Sample("identity").input(DType::f32, {1, 7}).output()};
        },
};

}  // namespace mote
