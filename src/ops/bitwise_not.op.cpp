// SPDX-License-Identifier: Apache-2.0
// y = x with every bit turned: -1 - x, wrapping around.
#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double*) { return -1 - x; },
    .on_reals = false,
    .on_integers = true,
};

}  // namespace

extern const OpDef op_bitwise_not = unary<function>({
    .name = "bitwise_not",
    .onnx_name = "BitwiseNot",
    .onnx_since = 18,
    .tolerance = 0,
    .samples = [] { return unary_samples("bitwise_not", function); },
});

}  // namespace mote
