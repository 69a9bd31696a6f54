// SPDX-License-Identifier: Apache-2.0
// y = whether a = b, shapes stretched to each other.
#include "ops/binary.h"

namespace mote {
namespace {

constexpr BinaryFunction function = {
    .formula = [](double a, double b, int64_t) { return static_cast<double>(a == b); },
    .on_booleans = true,
    .gives_booleans = true,
    .takes_stored = true,
};

}  // namespace

extern const OpDef op_equal = binary<function>({
    .name = "equal",
    .onnx_name = "Equal",
    .tflite_names = "EQUAL",
    .tolerance = 0,
    .samples = [] { return binary_samples("equal", function); },
});

}  // namespace mote
