// SPDX-License-Identifier: Apache-2.0
// y = cos(x) of radians.
#include <cmath>

#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double*) { return std::cos(x); },
    .low = -4000,
    .high = 4000,
};

}  // namespace

extern const OpDef op_cos = unary<function>({
    .name = "cos",
    .onnx_name = "Cos",
    .tflite_names = "COS",
    .samples = [] { return unary_samples("cos", function); },
});

}  // namespace mote
