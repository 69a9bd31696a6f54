// SPDX-License-Identifier: Apache-2.0
// y = (exp(x) + exp(-x)) / 2.
#include <cmath>

#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double*) { return std::cosh(x); },
};

}  // namespace

extern const OpDef op_cosh = unary<function>({
    .name = "cosh",
    .onnx_name = "Cosh",
    .samples = [] { return unary_samples("cosh", function); },
});

}  // namespace mote
