// SPDX-License-Identifier: Apache-2.0
// y = x / (1 + exp(-alpha x)).
#include <cmath>

#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double* of) { return x / (1 + std::exp(-of[0] * x)); },
    .parameters = {{"alpha", 1}},
};

}  // namespace

extern const OpDef op_swish = unary<function>({
    .name = "swish",
    .onnx_name = "Swish",
    .onnx_since = 24,
    .samples = [] { return unary_samples("swish", function); },
});

}  // namespace mote
