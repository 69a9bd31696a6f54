// SPDX-License-Identifier: Apache-2.0
// What compression must beat: the same architecture with fewer channels, trained from scratch.
#pragma once

#include <cstdint>
#include <optional>

#include "cli/material.h"
#include "target/target.h"

namespace mote {

struct Control {
  int64_t width;  // percent of the architecture's channels and neurons
  int64_t weight_bytes;
  double quality;  // as Material::judge() sees it, in int8
};

// The widest that takes `most_bytes` at most. Nothing where the model's meta "arch" names no
// network of ours that learns these classes, or none is so small. Throws interrupted.
std::optional<Control> train_control(const Material& material, const Target& target,
                                     int64_t most_bytes, uint64_t seed);

}  // namespace mote
