// SPDX-License-Identifier: Apache-2.0
// y = acos(x) in radians; NaN beyond -1 .. 1.
#include <cmath>

#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double*) { return std::acos(x); },
    .low = -1,
    .high = 1,
};

}  // namespace

extern const OpDef op_acos = unary<function>({
    .name = "acos",
    .onnx_name = "Acos",
    .samples = [] { return unary_samples("acos", function); },
});

}  // namespace mote
