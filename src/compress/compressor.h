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

// How hard a layer is pressed: what the numbers mean is the compressor's.
struct Setting {
  std::string text;  // "rank 16, 4 bits"
  int64_t size = 0, count = 0;
  int bits = 8;
  bool by_columns = false;
  int64_t group = 0;
  Kernel kernel = {};
};

struct CompressorDef {
  std::string_view name;
  std::string_view summary;
  // To compare with: taken when asked for by name only, and made from the weights alone.
  bool is_baseline = false;
  // From the mildest to the hardest; none for layers that are too small for it.
  std::vector<Setting> (*settings)(const Layer& layer);
  Factors (*make)(const Matrix& w, const Moment& x, const Setting& setting);
};

std::span<const CompressorDef* const> all_compressors();

// How many of something the settings try out: from `most` down to 2, `ratio` times the last one.
std::vector<int64_t> falling_counts(int64_t most, double ratio);

}  // namespace mote
