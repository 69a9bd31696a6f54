// SPDX-License-Identifier: Apache-2.0
// y = whether a <= b, shapes stretched to each other.
#include "ops/binary.h"

namespace mote {
namespace {

constexpr BinaryFunction function = {
    .formula = [](double a, double b, int64_t) { return static_cast<double>(a <= b); },
    .gives_booleans = true,
    .takes_stored = true,
};

}  // namespace

extern const OpDef op_less_or_equal = binary<function>({
    .name = "less_or_equal",
    .onnx_name = "LessOrEqual",
    .tflite_names = "LESS_EQUAL",
    .tolerance = 0,
    .samples = [] { return binary_samples("less_or_equal", function); },
});

}  // namespace mote
