// SPDX-License-Identifier: Apache-2.0
// y = tan(x) of radians.
#include <cmath>

#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double*) { return std::tan(x); },
    .low = -1.5,
    .high = 1.5,
};

}  // namespace

extern const OpDef op_tan = unary<function>({
    .name = "tan",
    .onnx_name = "Tan",
    .samples = [] { return unary_samples("tan", function); },
});

}  // namespace mote
