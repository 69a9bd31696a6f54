// SPDX-License-Identifier: Apache-2.0
// What mote knows about one way to make a layer smaller.
//
// Each is one file, <name>.compressor.cpp, that defines `const CompressorDef compressor_<name>` and
// is thereby registered.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compress/layer.h"
#include "compress/moment.h"

namespace mote {

struct Candidate {
  std::string method, setting;  // "low_rank", "rank 16"
  Factors factors;
  double error = 0;  // relative_error
};

struct CompressorDef {
  std::string_view name;
  std::string_view summary;
  // From the mildest setting to the hardest; none when the layer is too small for it.
  std::vector<Candidate> (*candidates)(const Matrix& w, const Moment& x);
};

std::span<const CompressorDef* const> all_compressors();

// How many of something the settings try out: from `most` down by a third each time to 2.
std::vector<int64_t> falling_counts(int64_t most);

}  // namespace mote
