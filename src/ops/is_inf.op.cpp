// SPDX-License-Identifier: Apache-2.0
// y = whether x is infinite, with a sign that detect_negative and detect_positive look for.
#include <cmath>

#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula =
        [](double x, const double* of) {
          return static_cast<double>(std::isinf(x) && (x < 0 ? of[0] : of[1]) != 0);
        },
    .parameters = {{"detect_negative", 1}, {"detect_positive", 1}},
    .gives_booleans = true,
};

}  // namespace

extern const OpDef op_is_inf = unary<function>({
    .name = "is_inf",
    .onnx_name = "IsInf",
    .tolerance = 0,
    .samples = [] { return unary_samples("is_inf", function); },
});

}  // namespace mote
