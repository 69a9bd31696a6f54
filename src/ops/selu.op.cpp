// SPDX-License-Identifier: Apache-2.0
// y = gamma x, below 0 gamma alpha (exp(x) - 1).
#include <cmath>

#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x,
                  const double* of) { return of[1] * (x < 0 ? of[0] * std::expm1(x) : x); },
    .parameters = {{"alpha", 1.67326319217681884765625}, {"gamma", 1.05070102214813232421875}},
};

}  // namespace

extern const OpDef op_selu = unary<function>({
    .name = "selu",
    .onnx_name = "Selu",
    .samples = [] { return unary_samples("selu", function); },
});

}  // namespace mote
