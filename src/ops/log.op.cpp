// SPDX-License-Identifier: Apache-2.0
// y = log(x), the natural logarithm; NaN below 0.
#include <cmath>

#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double*) { return std::log(x); },
    .low = 0.01,
    .high = 4,
};

}  // namespace

extern const OpDef op_log = unary<function>({
    .name = "log",
    .onnx_name = "Log",
    .tflite_names = "LOG",
    .samples = [] { return unary_samples("log", function); },
});

}  // namespace mote
