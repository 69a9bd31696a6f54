// SPDX-License-Identifier: Apache-2.0
#include "data/exif.h"

#include <gtest/gtest.h>
#include <turbojpeg.h>

#include <string>
#include <vector>

#include "base/files.h"
#include "data/image_file.h"

namespace mote {
namespace {

// A segment of Exif data that says nothing but the orientation.
std::string exif_segment(int orientation, bool is_big_endian) {
  const auto number = [&](int value, int count) {
    std::string bytes;
    for (int i = 0; i < count; i++) {
      const int shift = 8 * (is_big_endian ? count - 1 - i : i);
      bytes += static_cast<char>(shift < 32 ? value >> shift & 255 : 0);
    }
    return bytes;
  };
  std::string tiff = is_big_endian ? "MM" : "II";
  tiff += number(42, 2) + number(8, 4) + number(1, 2);
  tiff += number(0x0112, 2) + number(3, 2) + number(1, 4) + number(orientation, 2) + number(0, 2);
  const std::string data = std::string("Exif\0\0", 6) + tiff + number(0, 4);
  const auto length = static_cast<int>(data.size()) + 2;
  return std::string("\xff\xe1") + static_cast<char>(length >> 8) +
         static_cast<char>(length & 255) + data;
}

// 16 x 32, dark but for a bright upper left quarter, as the camera's sensor had it.
std::string photo(int orientation, bool is_big_endian = true) {
  std::vector<unsigned char> pixels(16 * 32, 20);
  for (size_t y = 0; y < 8; y++) {
    for (size_t x = 0; x < 16; x++) pixels[32 * y + x] = 230;
  }
  tjhandle writer = tjInitCompress();
  unsigned char* made = nullptr;
  unsigned long size = 0;
  tjCompress2(writer, pixels.data(), 32, 0, 16, TJPF_GRAY, &made, &size, TJSAMP_GRAY, 95, 0);
  const std::string jpeg(reinterpret_cast<char*>(made), size);
  tjFree(made);
  tjDestroy(writer);
  return jpeg.substr(0, 2) + exif_segment(orientation, is_big_endian) + jpeg.substr(2);
}

TEST(Exif, TellsHowTheCameraWasHeld) {
  for (int orientation = 1; orientation <= 8; orientation++) {
    EXPECT_EQ(exif_orientation(photo(orientation, true)), orientation);
    EXPECT_EQ(exif_orientation(photo(orientation, false)), orientation);
  }
  for (const int odd : {0, 9, 255}) EXPECT_EQ(exif_orientation(photo(odd)), 1);
}

TEST(Exif, ThatIsDamagedTellsNothing) {
  const std::string whole = photo(6);
  for (size_t length = 0; length < 60; length++) {
    const int found = exif_orientation(whole.substr(0, length));
    EXPECT_TRUE(found == 1 || found == 6) << length;
  }
  for (size_t at = 2; at < 60; at++) {
    std::string damaged = whole;
    damaged[at] = '\xff';
    const int found = exif_orientation(damaged);
    EXPECT_TRUE(found >= 1 && found <= 8) << at;
  }
}

TEST(Exif, PutsPhotographsUpright) {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "p.jpg";
  // Where the bright quarter is seen: above or below, left or right.
  const struct {
    int orientation;
    bool is_low, is_right;
  } seen[] = {{1, false, false}, {2, false, true}, {3, true, true}, {4, true, false},
              {5, false, false}, {6, false, true}, {7, true, true}, {8, true, false}};
  for (const auto& [orientation, is_low, is_right] : seen) {
    write_file(path, photo(orientation));
    const Image image = read_image(path), head = read_image_head(path);
    const bool lies = orientation >= kFirstLying;
    EXPECT_EQ(image.height, lies ? 32 : 16) << orientation;
    EXPECT_EQ(head.height, image.height);
    EXPECT_EQ(head.width, image.width);
    for (int64_t y = 0; y < image.height; y++) {
      for (int64_t x = 0; x < image.width; x++) {
        const bool is_bright =
            (2 * y >= image.height) == is_low && (2 * x >= image.width) == is_right;
        EXPECT_NEAR(image.pixels[static_cast<size_t>(y * image.width + x)], is_bright ? 230 : 20,
                    12)
            << orientation << ": " << y << ", " << x;
      }
    }
  }
}

}  // namespace
}  // namespace mote
