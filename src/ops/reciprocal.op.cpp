// SPDX-License-Identifier: Apache-2.0
// y = 1 / x.
#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double*) { return 1 / x; },
    .low = 0.25,
    .high = 8,
};

}  // namespace

extern const OpDef op_reciprocal = unary<function>({
    .name = "reciprocal",
    .onnx_name = "Reciprocal",
    .tolerance = 0,
    .samples = [] { return unary_samples("reciprocal", function); },
});

}  // namespace mote
