// SPDX-License-Identifier: Apache-2.0
// y = a or b of booleans, shapes stretched to each other.
#include "ops/binary.h"

namespace mote {
namespace {

constexpr BinaryFunction function = {
    .formula = [](double a, double b, int64_t) { return a + b - a * b; },
    .on_reals = false,
    .on_integers = false,
    .on_booleans = true,
};

}  // namespace

extern const OpDef op_or = binary<function>({
    .name = "or",
    .onnx_name = "Or",
    .tflite_names = "LOGICAL_OR",
    .tolerance = 0,
    .samples = [] { return binary_samples("or", function); },
});

}  // namespace mote
