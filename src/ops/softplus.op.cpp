// SPDX-License-Identifier: Apache-2.0
// y = log(1 + exp(x)).
#include <algorithm>
#include <cmath>

#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x,
                  const double*) { return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))); },
};

}  // namespace

extern const OpDef op_softplus = unary<function>({
    .name = "softplus",
    .onnx_name = "Softplus",
    .samples = [] { return unary_samples("softplus", function); },
});

}  // namespace mote
