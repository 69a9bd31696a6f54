// SPDX-License-Identifier: Apache-2.0
// y = log(x + sqrt(x x + 1)).
#include <cmath>

#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double*) { return std::asinh(x); },
    .low = -8,
    .high = 8,
};

}  // namespace

extern const OpDef op_asinh = unary<function>({
    .name = "asinh",
    .onnx_name = "Asinh",
    .samples = [] { return unary_samples("asinh", function); },
});

}  // namespace mote
