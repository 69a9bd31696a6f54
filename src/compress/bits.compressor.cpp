// SPDX-License-Identifier: Apache-2.0
// The same matrix in fewer bits; 2 bits are the three weights -1, 0 and 1 of a step.
#include <fmt/format.h>

#include "compress/compressor.h"
#include "compress/rounding.h"

namespace mote {

extern const CompressorDef compressor_bits = {
    .name = "bits",
    .summary = "weights of 4, 3 or 2 bits that make up for each other's rounding",
    .settings = [](const Layer&) -> std::vector<Setting> {
      return {{"4 bits", 0, 0, 4}, {"3 bits", 0, 0, 3}, {"2 bits", 0, 0, 2}};
    },
    .make = [](const Matrix& w, const Moment& x, const Setting& setting) -> Factors {
      return {rounded(w, x.feedback, setting.bits)};
    },
};

}  // namespace mote
