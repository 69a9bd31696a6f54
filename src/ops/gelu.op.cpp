// SPDX-License-Identifier: Apache-2.0
// y = x / 2 (1 + erf(x / sqrt(2))); gelu_tanh when attribute approximate asks for it.
#include <cmath>

#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x,
                  const double*) { return x / 2 * (1 + std::erf(x * 0.70710678118654752)); },
};

}  // namespace

extern const OpDef op_gelu = unary<function>({
    .name = "gelu",
    .onnx_name = "Gelu",
    .onnx_since = 20,
    .tflite_names = "GELU",
    .from_tflite =
        [](Graph&, const Node& node, std::vector<Node>& nodes) {
          const bool is_tanh = node.integer("approximate", 0) != 0;
          nodes.push_back({node.name, is_tanh ? "gelu_tanh" : "gelu", node.inputs, node.outputs});
          if (is_tanh) nodes.back().attrs["approximate"] = std::string("tanh");
        },
    .normalize =
        [](Graph&, Node& node) {
          if (node.text("approximate", "none") == "tanh") node.op = "gelu_tanh";
        },
    .tolerance = 3e-6,
    .samples = [] { return unary_samples("gelu", function); },
});

}  // namespace mote
