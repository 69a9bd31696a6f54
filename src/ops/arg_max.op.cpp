// SPDX-License-Identifier: Apache-2.0
// y = the place of the largest element along `axis`: of those alike the first,
// or the last with select_last_index.
#include "ops/arg.h"
#include "ops/operands.h"

namespace mote {

extern const OpDef op_arg_max = {
    .name = "arg_max",
    .onnx_name = "ArgMax",
    .tflite_names = "ARG_MAX",
    .from_tflite = arg_from_tflite,
    .infer = infer_arg,
    .reference =
        [](const Graph& graph, const Node& node, std::span<const Tensor* const> in) {
          return std::vector<Tensor>{arg_reference(graph, node, *in[0], true)};
        },
    .call = [](const Graph& graph, const Node& node) { return arg_call(graph, node, true); },
    .tolerance = 0,
    .samples = [] { return arg_samples("arg_max"); },
};

}  // namespace mote
