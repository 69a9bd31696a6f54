// SPDX-License-Identifier: Apache-2.0
// y = x max(0, min(1, x / 6 + 1/2)). On int8 the bits of TFLite.
#include <algorithm>

#include "ops/fixed_functions.h"
#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double*) { return x * std::clamp(x / 6 + 0.5, 0.0, 1.0); },
    .table = [](const Value& x, const Value& y,
                const double*) { return fixed_hard_swish_table(x, y); },
    .table_scale = 0.05f,
    .table_zero = -20,
};

}  // namespace

extern const OpDef op_hard_swish = unary<function>({
    .name = "hard_swish",
    .onnx_name = "HardSwish",
    .onnx_since = 14,
    .tflite_names = "HARD_SWISH",
    .samples = [] { return unary_samples("hard_swish", function); },
});

}  // namespace mote
