// SPDX-License-Identifier: Apache-2.0
// y = a and b of booleans, shapes stretched to each other.
#include "ops/binary.h"

namespace mote {
namespace {

constexpr BinaryFunction function = {
    .formula = [](double a, double b, int64_t) { return a * b; },
    .on_reals = false,
    .on_integers = false,
    .on_booleans = true,
};

}  // namespace

extern const OpDef op_and = binary<function>({
    .name = "and",
    .onnx_name = "And",
    .tflite_names = "LOGICAL_AND",
    .tolerance = 0,
    .samples = [] { return binary_samples("and", function); },
});

}  // namespace mote
