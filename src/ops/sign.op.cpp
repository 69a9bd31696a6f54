// SPDX-License-Identifier: Apache-2.0
// y = -1, 0 or 1 as x is below, at or above 0. Plain integers too.
#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double*) { return static_cast<double>((x > 0) - (x < 0)); },
    .on_integers = true,
};

}  // namespace

extern const OpDef op_sign = unary<function>({
    .name = "sign",
    .onnx_name = "Sign",
    .tflite_names = "SIGN",
    .tolerance = 0,
    .samples = [] { return unary_samples("sign", function); },
});

}  // namespace mote
