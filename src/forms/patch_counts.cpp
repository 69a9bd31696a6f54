// SPDX-License-Identifier: Apache-2.0
#include "forms/patch_counts.h"

#include <algorithm>

namespace mote {

// Taps side by side in the image are copied as one; by words where both ends are aligned.
LoopCounts patch_counts(const Window& v) {
  LoopCounts counts;
  const int64_t at_once = v.dilation_x == 1 ? v.kernel_width : 1;
  for (int64_t i = 0; i < v.out_height * v.out_width; i++) {
    const int64_t top = i / v.out_width * v.stride_y - v.pad_top;
    const int64_t left = i % v.out_width * v.stride_x - v.pad_left;
    int64_t to = 0;
    for (int64_t k = 0; k < v.kernel_height * v.kernel_width; k += at_once) {
      const int64_t y = top + k / v.kernel_width * v.dilation_y;
      const int64_t x = left + k % v.kernel_width * v.dilation_x;
      const int64_t begin = std::max<int64_t>(x, 0), end = std::min(x + at_once, v.width);
      const bool is_seen = y >= 0 && y < v.height && end > begin;
      const int64_t bytes = is_seen ? (end - begin) * v.channels : 0;
      const int64_t before = is_seen ? (begin - x) * v.channels : 0;
      const int64_t from = (y * v.width + begin) * v.channels;
      const int64_t words = (from | (to + before)) % 4 == 0 ? bytes / 4 * 4 : 0;
      counts["runs"] += 1;
      counts["copied_words"] += static_cast<double>(words);
      counts["copied_bytes"] += static_cast<double>(bytes - words);
      counts["outside"] += static_cast<double>(at_once * v.channels - bytes);
      to += at_once * v.channels;
    }
  }
  return counts;
}

}  // namespace mote
