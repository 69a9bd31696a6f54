// SPDX-License-Identifier: Apache-2.0
// y = x tanh(log(1 + exp(x))).
#include <cmath>

#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double*) { return x * std::tanh(std::log1p(std::exp(x))); },
};

}  // namespace

extern const OpDef op_mish = unary<function>({
    .name = "mish",
    .onnx_name = "Mish",
    .onnx_since = 18,
    .samples = [] { return unary_samples("mish", function); },
});

}  // namespace mote
