// SPDX-License-Identifier: Apache-2.0
// y = x, below 0 alpha (exp(x / alpha) - 1).
#include <cmath>

#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double* of) { return x < 0 ? of[0] * std::expm1(x / of[0]) : x; },
    .parameters = {{"alpha", 1}},
};

}  // namespace

extern const OpDef op_celu = unary<function>({
    .name = "celu",
    .onnx_name = "Celu",
    .samples = [] { return unary_samples("celu", function); },
});

}  // namespace mote
