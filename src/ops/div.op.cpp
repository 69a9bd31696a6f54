// SPDX-License-Identifier: Apache-2.0
// y = activation(a / b), shapes stretched to each other. Integers: rounded toward 0, division by 0
// gives 0.
#include "ops/binary.h"

namespace mote {
namespace {

// Unsigned 64 bit numbers are kept in the bits of signed ones.
int64_t divided(DType dtype, int64_t a, int64_t b, int64_t) {
  if (b == 0) return 0;
  if (dtype == DType::u64) {
    return static_cast<int64_t>(static_cast<uint64_t>(a) / static_cast<uint64_t>(b));
  }
  return b == -1 ? static_cast<int64_t>(0 - static_cast<uint64_t>(a)) : a / b;
}

constexpr BinaryFunction function = {
    .formula = [](double a, double b, int64_t) { return a / b; },
    .integers = divided,
    .clamps = true,
    .low = 0.5,
    .high = 8,
};

}  // namespace

extern const OpDef op_div = binary<function>({
    .name = "div",
    .onnx_name = "Div",
    .tflite_names = "DIV",
    .samples = [] { return binary_samples("div", function); },
});

}  // namespace mote
