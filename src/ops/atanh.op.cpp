// SPDX-License-Identifier: Apache-2.0
// y = log((1 + x) / (1 - x)) / 2; NaN beyond -1 .. 1.
#include <cmath>

#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double*) { return std::atanh(x); },
    .low = -0.95,
    .high = 0.95,
};

}  // namespace

extern const OpDef op_atanh = unary<function>({
    .name = "atanh",
    .onnx_name = "Atanh",
    .samples = [] { return unary_samples("atanh", function); },
});

}  // namespace mote
