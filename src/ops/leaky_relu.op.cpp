// SPDX-License-Identifier: Apache-2.0
// y = x, below 0 alpha x. On int8 the bits of TFLite.
#include "ops/fixed_functions.h"
#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double* of) { return x < 0 ? of[0] * x : x; },
    .parameters = {{"alpha", 0.01}},
    .table = [](const Value& x, const Value& y,
                const double* of) { return fixed_leaky_relu_table(x, y, of[0]); },
    .table_scale = 0.05f,
    .table_zero = -20,
};

}  // namespace

extern const OpDef op_leaky_relu = unary<function>({
    .name = "leaky_relu",
    .onnx_name = "LeakyRelu",
    .tflite_names = "LEAKY_RELU",
    .samples = [] { return unary_samples("leaky_relu", function); },
});

}  // namespace mote
