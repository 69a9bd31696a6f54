// SPDX-License-Identifier: Apache-2.0
// y = the smallest integer not below x.
#include <cmath>

#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double*) { return std::ceil(x); },
};

}  // namespace

extern const OpDef op_ceil = unary<function>({
    .name = "ceil",
    .onnx_name = "Ceil",
    .tflite_names = "CEIL",
    .tolerance = 0,
    .samples = [] { return unary_samples("ceil", function); },
});

}  // namespace mote
