// SPDX-License-Identifier: Apache-2.0
#include "compress/compressor.h"

namespace mote {

#define MOTE_ITEM(name) extern const CompressorDef compressor_##name;
#include "compressor.inc"
#undef MOTE_ITEM

std::span<const CompressorDef* const> all_compressors() {
#define MOTE_ITEM(name) &compressor_##name,
  static const CompressorDef* const table[] = {
#include "compressor.inc"
  };
#undef MOTE_ITEM
  return table;
}

std::vector<int64_t> falling_counts(int64_t most, double ratio) {
  std::vector<int64_t> counts;
  for (int64_t count = most; count >= 2;) {
    counts.push_back(count);
    count = static_cast<int64_t>(ratio * static_cast<double>(count));
  }
  return counts;
}

}  // namespace mote
