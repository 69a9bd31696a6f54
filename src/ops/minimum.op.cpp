// SPDX-License-Identifier: Apache-2.0
// y = min(a, b), shapes stretched to each other; min with two operands.
#include <algorithm>

#include "ops/binary.h"

namespace mote {
namespace {

constexpr BinaryFunction function = {
    .formula = [](double a, double b, int64_t) { return std::min(a, b); },
    .takes_stored = true,
};

}  // namespace

extern const OpDef op_minimum = binary<function>({
    .name = "minimum",
    .onnx_name = "Min",
    .tflite_names = "MINIMUM",
    .tolerance = 0,
    .samples = [] { return binary_samples("minimum", function); },
});

}  // namespace mote
