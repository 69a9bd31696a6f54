// SPDX-License-Identifier: Apache-2.0
// y = 1 / (1 + exp(-x)). On int8 with an output of scale 1/256 and zero point -128 the bits of
// TFLite, on int16 too.
#include <cmath>

#include "ops/fixed_functions.h"
#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double*) { return 1 / (1 + std::exp(-x)); },
    .low = -8,
    .high = 8,
    .table = [](const Value& x, const Value& y,
                const double*) { return fixed_sigmoid_table(x, y); },
    .table_scale = 1.0f / 256,
    .table_zero = -128,
    .wide = gate_sigmoid,
};

}  // namespace

extern const OpDef op_sigmoid = unary<function>({
    .name = "sigmoid",
    .onnx_name = "Sigmoid",
    .tflite_names = "LOGISTIC",
    .samples = [] { return unary_samples("sigmoid", function); },
});

}  // namespace mote
