// SPDX-License-Identifier: Apache-2.0
// y = tanh(x). On int8 with an output of scale 1/128 and zero point 0 the bits of TFLite, on
// int16 too.
#include <cmath>

#include "ops/fixed_functions.h"
#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double*) { return std::tanh(x); },
    .table = [](const Value& x, const Value& y, const double*) { return fixed_tanh_table(x, y); },
    .table_scale = 1.0f / 128,
    .table_zero = 0,
    .wide = gate_tanh,
};

}  // namespace

extern const OpDef op_tanh = unary<function>({
    .name = "tanh",
    .onnx_name = "Tanh",
    .tflite_names = "TANH",
    .samples = [] { return unary_samples("tanh", function); },
});

}  // namespace mote
