// SPDX-License-Identifier: Apache-2.0
// y = x, below 0 alpha (exp(x) - 1).
#include <cmath>

#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double* of) { return x < 0 ? of[0] * std::expm1(x) : x; },
    .parameters = {{"alpha", 1}},
};

}  // namespace

extern const OpDef op_elu = unary<function>({
    .name = "elu",
    .onnx_name = "Elu",
    .tflite_names = "ELU",
    .samples = [] { return unary_samples("elu", function); },
});

}  // namespace mote
