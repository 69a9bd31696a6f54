// SPDX-License-Identifier: Apache-2.0
// y = sin(x) of radians.
#include <cmath>

#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double*) { return std::sin(x); },
    .low = -4000,
    .high = 4000,
};

}  // namespace

extern const OpDef op_sin = unary<function>({
    .name = "sin",
    .onnx_name = "Sin",
    .tflite_names = "SIN",
    .samples = [] { return unary_samples("sin", function); },
});

}  // namespace mote
