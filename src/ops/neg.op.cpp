// SPDX-License-Identifier: Apache-2.0
// y = -x. Plain integers too, wrapping around.
#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double*) { return -x; },
    .on_integers = true,
};

}  // namespace

extern const OpDef op_neg = unary<function>({
    .name = "neg",
    .onnx_name = "Neg",
    .tflite_names = "NEG",
    .tolerance = 0,
    .samples = [] { return unary_samples("neg", function); },
});

}  // namespace mote
