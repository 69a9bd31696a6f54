// SPDX-License-Identifier: Apache-2.0
// y = x / (1 + |x|).
#include <cmath>

#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double*) { return x / (1 + std::abs(x)); },
};

}  // namespace

extern const OpDef op_softsign = unary<function>({
    .name = "softsign",
    .onnx_name = "Softsign",
    .samples = [] { return unary_samples("softsign", function); },
});

}  // namespace mote
