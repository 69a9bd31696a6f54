// SPDX-License-Identifier: Apache-2.0
// y = |x|. Plain integers too; the least one stays.
#include <cmath>

#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double*) { return std::abs(x); },
    .on_integers = true,
};

}  // namespace

extern const OpDef op_abs = unary<function>({
    .name = "abs",
    .onnx_name = "Abs",
    .tflite_names = "ABS",
    .tolerance = 0,
    .samples = [] { return unary_samples("abs", function); },
});

}  // namespace mote
