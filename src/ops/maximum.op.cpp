// SPDX-License-Identifier: Apache-2.0
// y = max(a, b), shapes stretched to each other; max with two operands.
#include <algorithm>

#include "ops/binary.h"

namespace mote {
namespace {

constexpr BinaryFunction function = {
    .formula = [](double a, double b, int64_t) { return std::max(a, b); },
    .takes_stored = true,
};

}  // namespace

extern const OpDef op_maximum = binary<function>({
    .name = "maximum",
    .onnx_name = "Max",
    .tflite_names = "MAXIMUM",
    .tolerance = 0,
    .samples = [] { return binary_samples("maximum", function); },
});

}  // namespace mote
