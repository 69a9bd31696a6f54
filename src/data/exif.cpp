// SPDX-License-Identifier: Apache-2.0
#include "data/exif.h"

#include <cstddef>
#include <cstdint>

namespace mote {
namespace {

constexpr int kUpright = 1, kMost = 8;
constexpr uint32_t kOrientation = 0x0112, kShort = 3;

// Numbers of a TIFF block; 0 behind its end.
struct Tiff {
  std::string_view bytes;
  bool is_big_endian = false;

  uint32_t number(size_t at, size_t count) const {
    if (at > bytes.size() || count > bytes.size() - at) return 0;
    uint32_t value = 0;
    for (size_t i = 0; i < count; i++) {
      const size_t from = is_big_endian ? at + i : at + count - 1 - i;
      value = value << 8 | static_cast<uint8_t>(bytes[from]);
    }
    return value;
  }
};

int orientation_in(std::string_view block) {
  const Tiff tiff{block, block.starts_with("MM")};
  const size_t list = tiff.number(4, 4), count = tiff.number(list, 2);
  constexpr size_t entry_bytes = 12;
  for (size_t i = 0; i < count; i++) {
    const size_t at = list + 2 + entry_bytes * i;
    if (tiff.number(at, 2) != kOrientation || tiff.number(at + 2, 2) != kShort) continue;
    const uint32_t value = tiff.number(at + 8, 2);
    return value >= kUpright && value <= kMost ? static_cast<int>(value) : kUpright;
  }
  return kUpright;
}

}  // namespace

int exif_orientation(std::string_view jpeg) {
  using namespace std::string_view_literals;
  const Tiff file{jpeg, true};
  constexpr uint32_t start_of_scan = 0xda, exif = 0xe1;
  constexpr std::string_view name = "Exif\0\0"sv;
  for (size_t at = 2; file.number(at, 1) == 0xff;) {
    const uint32_t marker = file.number(at + 1, 1), length = file.number(at + 2, 2);
    if (marker == start_of_scan || length < 2 || length > jpeg.size() - at - 2) break;
    const std::string_view data = jpeg.substr(at + 4, length - 2);
    if (marker == exif && data.starts_with(name)) return orientation_in(data.substr(name.size()));
    at += 2 + length;
  }
  return kUpright;
}

}  // namespace mote
