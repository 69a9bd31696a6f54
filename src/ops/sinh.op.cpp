// SPDX-License-Identifier: Apache-2.0
// y = (exp(x) - exp(-x)) / 2.
#include <cmath>

#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double*) { return std::sinh(x); },
};

}  // namespace

extern const OpDef op_sinh = unary<function>({
    .name = "sinh",
    .onnx_name = "Sinh",
    .samples = [] { return unary_samples("sinh", function); },
});

}  // namespace mote
