// SPDX-License-Identifier: Apache-2.0
// y = a xor b of booleans, shapes stretched to each other.
#include "ops/binary.h"

namespace mote {
namespace {

constexpr BinaryFunction function = {
    .formula = [](double a, double b, int64_t) { return static_cast<double>(a != b); },
    .on_reals = false,
    .on_integers = false,
    .on_booleans = true,
};

}  // namespace

extern const OpDef op_xor = binary<function>({
    .name = "xor",
    .onnx_name = "Xor",
    .tolerance = 0,
    .samples = [] { return binary_samples("xor", function); },
});

}  // namespace mote
