// SPDX-License-Identifier: Apache-2.0
// Image files, PNG and JPEG, and images of another size. Photographs stand upright, however their
// camera was held, where it says so.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/files.h"

namespace mote {

// Row by row, channels last.
struct Image {
  int64_t height = 0, width = 0;
  int64_t channels = 0;  // 1: gray; 3: red, green, blue (sRGB)
  std::vector<uint8_t> pixels;
};

constexpr int64_t kMostImagePixels = 4096;  // each way

// By its end: .png, .jpg, .jpeg, large or small.
bool has_image_name(const fs::path& path);

// By its content, whatever its name. Gray stays gray; palettes, CMYK (as Adobe writes it: inverted)
// and the rest become RGB of 8 bits. What is transparent is blended on black. Throws missing_file;
// malformed_file (another format, damaged, cut short, too large).
Image read_image(const fs::path& path);

// The same without pixels: reads no further than the head tells.
Image read_image_head(const fs::path& path);

// The largest part around its center that is as wide for its height as height x width.
Image cut_to_ratio(const Image& image, int64_t height, int64_t width);

// Each way: means over what a new pixel covers where it shrinks, straight lines between the centers
// of pixels where it grows.
Image scaled(const Image& image, int64_t height, int64_t width);

}  // namespace mote
