// SPDX-License-Identifier: Apache-2.0
// y = 2 / sqrt(pi) times the integral of exp(-t t) from 0 to x.
#include <cmath>

#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double*) { return std::erf(x); },
};

}  // namespace

extern const OpDef op_erf = unary<function>({
    .name = "erf",
    .onnx_name = "Erf",
    .samples = [] { return unary_samples("erf", function); },
});

}  // namespace mote
