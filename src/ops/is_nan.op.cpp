// SPDX-License-Identifier: Apache-2.0
// y = whether x is no number.
#include <cmath>

#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double*) { return static_cast<double>(std::isnan(x)); },
    .gives_booleans = true,
};

}  // namespace

extern const OpDef op_is_nan = unary<function>({
    .name = "is_nan",
    .onnx_name = "IsNaN",
    .tolerance = 0,
    .samples = [] { return unary_samples("is_nan", function); },
});

}  // namespace mote
