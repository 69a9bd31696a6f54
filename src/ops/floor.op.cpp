// SPDX-License-Identifier: Apache-2.0
// y = the largest integer not above x.
#include <cmath>

#include "ops/unary.h"

namespace mote {
namespace {

constexpr UnaryFunction function = {
    .formula = [](double x, const double*) { return std::floor(x); },
};

}  // namespace

extern const OpDef op_floor = unary<function>({
    .name = "floor",
    .onnx_name = "Floor",
    .tflite_names = "FLOOR",
    .tolerance = 0,
    .samples = [] { return unary_samples("floor", function); },
});

}  // namespace mote
