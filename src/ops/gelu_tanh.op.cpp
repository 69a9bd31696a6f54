// SPDX-License-Identifier: Apache-2.0
// y = x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))): gelu with attribute approximate = tanh.
#include <cmath>

#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula =
        [](double x, const double*) {
          return x / 2 * (1 + std::tanh(0.79788456080286536 * (x + 0.044715 * x * x * x)));
        },
};

}  // namespace

extern const OpDef op_gelu_tanh = unary<function>({
    .name = "gelu_tanh",
    .onnx_name = "Gelu",
    .tolerance = 3e-6,
    .samples = [] { return unary_samples("gelu_tanh", function); },
});

}  // namespace mote
