// SPDX-License-Identifier: Apache-2.0
// Numbers and arrays as C text.
#pragma once

#include <string>

#include "ir/graph.h"

namespace mote {

std::string c_literal(float value);  // "0.1f"
std::string c_literal(double value, DType dtype);

// "static MOTE_ROM int8_t name[3] = {1, 2, 3};" wrapped at 100 columns; place: of mote/rom.h.
std::string c_array(const std::string& name, DType dtype, const Tensor& elements,
                    const char* place = "MOTE_ROM");

}  // namespace mote
