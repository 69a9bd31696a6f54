// SPDX-License-Identifier: Apache-2.0
// y = whether x is false.
#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double*) { return static_cast<double>(x == 0); },
    .on_reals = false,
    .on_booleans = true,
};

}  // namespace

extern const OpDef op_not = unary<function>({
    .name = "not",
    .onnx_name = "Not",
    .tflite_names = "LOGICAL_NOT",
    .tolerance = 0,
    .samples = [] { return unary_samples("not", function); },
});

}  // namespace mote
