// SPDX-License-Identifier: Apache-2.0
// y = a modulo b, shapes stretched to each other: with the sign of b, or of a when attribute fmod
// is 1. Integers modulo 0 are 0.
#include <cmath>

#include "ops/binary.h"

namespace mote {
namespace {

double modulo(double a, double b, int64_t like_c) {
  const double rest = std::fmod(a, b);
  return like_c == 0 && rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}

// Unsigned 64 bit numbers are kept in the bits of signed ones.
int64_t integers_modulo(DType dtype, int64_t a, int64_t b, int64_t like_c) {
  if (b == 0 || (dtype != DType::u64 && b == -1)) return 0;
  if (dtype == DType::u64) {
    return static_cast<int64_t>(static_cast<uint64_t>(a) % static_cast<uint64_t>(b));
  }
  const int64_t rest = a % b;
  return like_c == 0 && rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}

constexpr BinaryFunction function = {
    .formula = modulo,
    .integers = integers_modulo,
    .parameter = [](const Node& node) { return int64_t{node.integer("fmod", 0) != 0}; },
    .low = 0.5,
    .high = 8,
};

}  // namespace

extern const OpDef op_mod = binary<function>({
    .name = "mod",
    .onnx_name = "Mod",
    .tflite_names = "FLOOR_MOD",
    .tolerance = 0,
    .samples = [] { return binary_samples("mod", function); },
});

}  // namespace mote
