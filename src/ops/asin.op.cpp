// SPDX-License-Identifier: Apache-2.0
// y = asin(x) in radians; NaN beyond -1 .. 1.
#include <cmath>

#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double*) { return std::asin(x); },
    .low = -1,
    .high = 1,
};

}  // namespace

extern const OpDef op_asin = unary<function>({
    .name = "asin",
    .onnx_name = "Asin",
    .samples = [] { return unary_samples("asin", function); },
});

}  // namespace mote
