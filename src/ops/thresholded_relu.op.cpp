// SPDX-License-Identifier: Apache-2.0
// y = x above alpha, else 0.
#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double* of) { return x > of[0] ? x : 0; },
    .parameters = {{"alpha", 1}},
};

}  // namespace

extern const OpDef op_thresholded_relu = unary<function>({
    .name = "thresholded_relu",
    .onnx_name = "ThresholdedRelu",
    .tolerance = 0,
    .samples = [] { return unary_samples("thresholded_relu", function); },
});

}  // namespace mote
