// SPDX-License-Identifier: Apache-2.0
// y = atan(x) in radians.
#include <cmath>

#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double*) { return std::atan(x); },
    .low = -100,
    .high = 100,
};

}  // namespace

extern const OpDef op_atan = unary<function>({
    .name = "atan",
    .onnx_name = "Atan",
    .samples = [] { return unary_samples("atan", function); },
});

}  // namespace mote
