// SPDX-License-Identifier: Apache-2.0
// y = whether a < b, shapes stretched to each other.
#include "ops/binary.h"

namespace mote {
namespace {

constexpr BinaryFunction function = {
    .formula = [](double a, double b, int64_t) { return static_cast<double>(a < b); },
    .gives_booleans = true,
    .takes_stored = true,
};

}  // namespace

extern const OpDef op_less = binary<function>({
    .name = "less",
    .onnx_name = "Less",
    .tflite_names = "LESS",
    .tolerance = 0,
    .samples = [] { return binary_samples("less", function); },
});

}  // namespace mote
