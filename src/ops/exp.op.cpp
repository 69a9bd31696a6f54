// SPDX-License-Identifier: Apache-2.0
// y = exp(x). The kernel ends at 2^127 above x = 88.
#include <cmath>

#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double*) { return std::exp(x); },
    .kernel = "exponential",
};

}  // namespace

extern const OpDef op_exp = unary<function>({
    .name = "exp",
    .onnx_name = "Exp",
    .tflite_names = "EXP",
    .samples = [] { return unary_samples("exp", function); },
});

}  // namespace mote
