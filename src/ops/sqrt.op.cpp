// SPDX-License-Identifier: Apache-2.0
// y = the square root of x; NaN below 0.
#include <cmath>

#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double*) { return std::sqrt(x); },
    .low = 0,
    .high = 9,
};

}  // namespace

extern const OpDef op_sqrt = unary<function>({
    .name = "sqrt",
    .onnx_name = "Sqrt",
    .tflite_names = "SQRT",
    .tolerance = 0,
    .samples = [] { return unary_samples("sqrt", function); },
});

}  // namespace mote
