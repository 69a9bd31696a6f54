// SPDX-License-Identifier: Apache-2.0
// y = x + bias below -lambd, x - bias above lambd, else 0.
#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x,
                  const double* of) { return x < -of[1]  ? x + of[0]
                                             : x > of[1] ? x - of[0]
                                                         : 0; },
    .parameters = {{"bias", 0}, {"lambd", 0.5}},
};

}  // namespace

extern const OpDef op_shrink = unary<function>({
    .name = "shrink",
    .onnx_name = "Shrink",
    .samples = [] { return unary_samples("shrink", function); },
});

}  // namespace mote
