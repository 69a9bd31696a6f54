// SPDX-License-Identifier: Apache-2.0
// y = max(0, min(1, alpha x + beta)).
#include <algorithm>

#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double* of) { return std::clamp(of[0] * x + of[1], 0.0, 1.0); },
    .parameters = {{"alpha", 0.2}, {"beta", 0.5}},
};

}  // namespace

extern const OpDef op_hard_sigmoid = unary<function>({
    .name = "hard_sigmoid",
    .onnx_name = "HardSigmoid",
    .samples = [] { return unary_samples("hard_sigmoid", function); },
});

}  // namespace mote
