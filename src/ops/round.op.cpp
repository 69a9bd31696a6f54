// SPDX-License-Identifier: Apache-2.0
// y = the integer next to x, halves to the even one.
#include <cmath>

#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double*) { return std::nearbyint(x); },
};

}  // namespace

extern const OpDef op_round = unary<function>({
    .name = "round",
    .onnx_name = "Round",
    .tflite_names = "ROUND",
    .tolerance = 0,
    .samples = [] { return unary_samples("round", function); },
});

}  // namespace mote
