// SPDX-License-Identifier: Apache-2.0
// y = a | b bit by bit, shapes stretched to each other.
#include "ops/binary.h"

namespace mote {
namespace {

constexpr BinaryFunction function = {
    .integers = [](DType, int64_t a, int64_t b, int64_t) { return a | b; },
    .on_reals = false,
};

}  // namespace

extern const OpDef op_bitwise_or = binary<function>({
    .name = "bitwise_or",
    .onnx_name = "BitwiseOr",
    .onnx_since = 18,
    .tolerance = 0,
    .samples = [] { return binary_samples("bitwise_or", function); },
});

}  // namespace mote
