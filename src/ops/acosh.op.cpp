// SPDX-License-Identifier: Apache-2.0
// y = log(x + sqrt(x x - 1)); NaN below 1.
#include <cmath>

#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double*) { return std::acosh(x); },
    .low = 1,
    .high = 9,
};

}  // namespace

extern const OpDef op_acosh = unary<function>({
    .name = "acosh",
    .onnx_name = "Acosh",
    .samples = [] { return unary_samples("acosh", function); },
});

}  // namespace mote
