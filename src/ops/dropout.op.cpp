// SPDX-License-Identifier: Apache-2.0
// y = x: outside training nothing is dropped.
#include "base/error.h"
#include "ops/operands.h"

namespace mote {

namespace {

enum Operand : size_t { kX, kRatio, kTraining };

// The mask says that everything stays.
void normalize(Graph& graph, Node& node) {
  check_input_count(node, 1, 3);
  if (node.has_input(kTraining)) {
    check_constant(graph, node, kTraining);
    const Tensor& training = input(graph, node, kTraining).constant;
    const Tensor ratio = node.has_input(kRatio) ? input(graph, node, kRatio).constant : Tensor{0.5};
    if (training != Tensor{0} && ratio != Tensor{0}) {
      throw Error(ErrorCode::unsupported_type, "", "drops values as in training",
                  "export the model for inference");
    }
  }
  if (node.outputs.size() > 1) {
    Value& mask = graph[node.outputs[1]];
    mask.dtype = DType::b8;
    mask.shape = input(graph, node, kX).shape;
    mask.constant.assign(static_cast<size_t>(element_count(mask.shape)), 1);
    mask.is_constant = true;
  }
  node.inputs.resize(1);
  node.outputs.resize(1);
  node.attrs.clear();
}

}  // namespace

extern const OpDef op_dropout = {
    .name = "dropout",
    .onnx_name = "Dropout",
    .infer =
        [](Graph& graph, const Node& node) {
          set_output(graph, node, input(graph, node, 0).dtype, input(graph, node, 0).shape);
        },
    .reference = [](const Graph&, const Node&,
                    std::span<const Tensor* const> in) { return std::vector<Tensor>{*in[0]}; },
    .sharing = [](const Graph&, const Node&) { return Sharing::same; },
    .normalize = normalize,
    .tolerance = 0,
    .quantizable = [](const Graph&, const Node&) { return true; },
    .keeps_quant = true,
    .elementwise = true,
    .constant_operands = 0b110,
    .samples =
        [] {
          return std::vector{Sample("dropout").input(DType::f32, {1, 7}).output()};
        },
};

}  // namespace mote
