// SPDX-License-Identifier: Apache-2.0
#include "data/image_file.h"

#include <fmt/format.h>
#include <png.h>
#include <turbojpeg.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <memory>

#include "base/error.h"
#include "base/text.h"
#include "data/exif.h"

namespace mote {
namespace {

enum class Part { head, all };

[[noreturn]] void fail(const fs::path& path, const std::string& what) {
  throw Error(ErrorCode::malformed_file, path.string(), what,
              "copy it again, save it anew as PNG or JPEG, or take it out");
}

void check_size(const fs::path& path, int64_t height, int64_t width) {
  if (std::min(height, width) < 1) fail(path, "is an image file without an image");
  if (std::max(height, width) <= kMostImagePixels) return;
  throw Error(ErrorCode::malformed_file, path.string(),
              fmt::format("is {} x {} pixels, expected at most {} each way", height, width,
                          kMostImagePixels),
              "make it smaller");
}

// Room for the pixels of an image of this size.
Image blank(int64_t height, int64_t width, int64_t channels) {
  return {height, width, channels,
          std::vector<uint8_t>(static_cast<size_t>(height * width * channels))};
}

constexpr std::string_view kPngSignature = "\x89PNG\r\n\x1a\n";

// libpng stops behind the last row, so that it misses what is cut off there.
bool is_whole_png(std::string_view bytes) {
  constexpr size_t around = 12;  // length, kind and checksum of a chunk
  for (size_t at = kPngSignature.size(); at + around <= bytes.size();) {
    size_t length = 0;
    for (size_t i = at; i < at + 4; i++) length = length * 256 + static_cast<uint8_t>(bytes[i]);
    if (length > bytes.size() - at - around) return false;
    if (bytes.substr(at + 4, 4) == "IEND") return true;
    at += around + length;
  }
  return false;
}

struct PngReader {
  png_image image = {};
  PngReader() { image.version = PNG_IMAGE_VERSION; }
  PngReader(const PngReader&) = delete;
  PngReader& operator=(const PngReader&) = delete;
  ~PngReader() { png_image_free(&image); }
};

Image read_png(const std::string& bytes, const fs::path& path, Part part) {
  if (!is_whole_png(bytes)) fail(path, "is a PNG file that ends too early");
  PngReader reader;
  png_image& png = reader.image;
  const auto check = [&](int is_good) {
    if (!is_good) fail(path, fmt::format("is a damaged PNG file ({})", png.message));
  };
  check(png_image_begin_read_from_memory(&png, bytes.data(), bytes.size()));
  check_size(path, png.height, png.width);
  const bool has_color = (png.format & PNG_FORMAT_FLAG_COLOR) != 0;
  if (part == Part::head) return {png.height, png.width, has_color ? 3 : 1, {}};
  Image image = blank(png.height, png.width, has_color ? 3 : 1);
  png.format = has_color ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
  png.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;  // where the file does not say
  const png_color black = {0, 0, 0};
  check(png_image_finish_read(&png, &black, image.pixels.data(), 0, nullptr));
  return image;
}

Image rgb_of_cmyk(const Image& cmyk) {
  Image image = blank(cmyk.height, cmyk.width, 3);
  for (size_t i = 0; i < image.pixels.size() / 3; i++) {
    const uint8_t* const ink = &cmyk.pixels[4 * i];
    for (size_t c = 0; c < 3; c++) {
      image.pixels[3 * i + c] = static_cast<uint8_t>((ink[c] * ink[3] + 127) / 255);
    }
  }
  return image;
}

// As it was seen by a camera that was held so.
Image upright(const Image& image, int orientation) {
  const bool lies = orientation >= kFirstLying;
  const bool flips_rows =
      orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  const bool flips_columns = orientation == 2 || orientation == 3 || orientation >= 7;
  Image result = image;
  if (lies) std::swap(result.height, result.width);
  const auto channels = static_cast<size_t>(image.channels);
  uint8_t* to = result.pixels.data();
  for (int64_t y = 0; y < result.height && !image.pixels.empty(); y++) {
    for (int64_t x = 0; x < result.width; x++, to += channels) {
      const int64_t row = lies ? x : y, column = lies ? y : x;
      const int64_t from = (flips_rows ? image.height - 1 - row : row) * image.width +
                           (flips_columns ? image.width - 1 - column : column);
      std::copy_n(&image.pixels[static_cast<size_t>(from) * channels], channels, to);
    }
  }
  return result;
}

Image read_jpeg(const std::string& bytes, const fs::path& path, Part part) {
  const std::unique_ptr<void, decltype(&tjDestroy)> reader(tjInitDecompress(), tjDestroy);
  if (!reader) throw std::bad_alloc();
  // Warnings count too: what ends too early is one.
  const auto check = [&](int status) {
    if (status == 0) return;
    fail(path, fmt::format("is a damaged or unusual JPEG file ({})", tjGetErrorStr2(reader.get())));
  };
  const auto* const data = reinterpret_cast<const unsigned char*>(bytes.data());
  int width = 0, height = 0, sampling = 0, colors = 0;
  check(tjDecompressHeader3(reader.get(), data, bytes.size(), &width, &height, &sampling, &colors));
  check_size(path, height, width);
  const bool is_gray = colors == TJCS_GRAY, is_cmyk = colors == TJCS_CMYK || colors == TJCS_YCCK;
  if (part == Part::head) return {height, width, is_gray ? 1 : 3, {}};
  const TJPF form = is_gray ? TJPF_GRAY : is_cmyk ? TJPF_CMYK : TJPF_RGB;
  Image image = blank(height, width, tjPixelSize[form]);
  // A small file with very many scans takes hours.
  check(tjDecompress2(reader.get(), data, bytes.size(), image.pixels.data(), width, 0, height, form,
                      TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS));
  return is_cmyk ? rgb_of_cmyk(image) : image;
}

Image read(const fs::path& path, Part part) {
  const std::string bytes = read_file(path);
  if (bytes.empty()) fail(path, "is an empty file");
  if (bytes.starts_with(kPngSignature)) return read_png(bytes, path, part);
  if (bytes.starts_with("\xff\xd8\xff")) {
    return upright(read_jpeg(bytes, path, part), exif_orientation(bytes));
  }
  fail(path, "is neither a PNG nor a JPEG file");
}

// What makes a new pixel: so much of each old one from `first` on.
struct Share {
  size_t first = 0;
  std::vector<float> weights = {};
};

// Of the old pixels that [begin, end) covers.
Share covered(double begin, double end, int64_t count) {
  const auto first = static_cast<int64_t>(begin);
  const int64_t last = std::min(count, static_cast<int64_t>(std::ceil(end)));
  Share share{static_cast<size_t>(first)};
  for (int64_t i = first; i < last; i++) {
    const double low = std::max(begin, static_cast<double>(i));
    const double high = std::min(end, static_cast<double>(i + 1));
    share.weights.push_back(static_cast<float>((high - low) / (end - begin)));
  }
  return share;
}

// Of the two old pixels around `center`.
Share between(double center, int64_t count) {
  const double at = std::clamp(center, 0.0, static_cast<double>(count - 1));
  const double first = std::floor(at);
  Share share{static_cast<size_t>(first), {static_cast<float>(1 - (at - first))}};
  if (at > first) share.weights.push_back(static_cast<float>(at - first));
  return share;
}

// Of `to` new pixels in a line of `from` old ones.
std::vector<Share> shares_of(int64_t from, int64_t to) {
  const double step = static_cast<double>(from) / static_cast<double>(to);
  std::vector<Share> shares;
  for (int64_t i = 0; i < to; i++) {
    const auto at = static_cast<double>(i);
    shares.push_back(to < from ? covered(at * step, (at + 1) * step, from)
                               : between((at + 0.5) * step - 0.5, from));
  }
  return shares;
}

// sums += weight * values
template <typename T>
void add(const T* values, float weight, float* sums, size_t count) {
  for (size_t i = 0; i < count; i++) sums[i] += weight * static_cast<float>(values[i]);
}

// Rows as wide as there are shares.
std::vector<float> with_columns(const Image& image, const std::vector<Share>& shares) {
  const auto height = static_cast<size_t>(image.height), width = static_cast<size_t>(image.width);
  const auto channels = static_cast<size_t>(image.channels);
  std::vector<float> result(height * shares.size() * channels);
  float* sums = result.data();
  for (size_t y = 0; y < height; y++) {
    for (const Share& share : shares) {
      const uint8_t* pixel = &image.pixels[(y * width + share.first) * channels];
      for (const float weight : share.weights) {
        add(pixel, weight, sums, channels);
        pixel += channels;
      }
      sums += channels;
    }
  }
  return result;
}

}  // namespace

bool has_image_name(const fs::path& path) {
  const std::string end = lower_case(path.extension().string());
  return end == ".png" || end == ".jpg" || end == ".jpeg";
}

Image read_image(const fs::path& path) {
  return read(path, Part::all);
}

Image read_image_head(const fs::path& path) {
  return read(path, Part::head);
}

Image cut_to_ratio(const Image& image, int64_t height, int64_t width) {
  // Rounded: the nearest whole number of pixels, one at least.
  const auto part = [](int64_t whole, int64_t of, int64_t by) {
    return std::max<int64_t>(1, (2 * whole * of + by) / (2 * by));
  };
  const int64_t rows = std::min(image.height, part(image.width, height, width));
  const int64_t columns = std::min(image.width, part(image.height, width, height));
  if (rows == image.height && columns == image.width) return image;
  const int64_t top = (image.height - rows) / 2, left = (image.width - columns) / 2;
  Image result{rows, columns, image.channels, {}};
  for (int64_t y = top; y < top + rows; y++) {
    const auto row = image.pixels.begin() + (y * image.width + left) * image.channels;
    result.pixels.insert(result.pixels.end(), row, row + columns * image.channels);
  }
  return result;
}

Image scaled(const Image& image, int64_t height, int64_t width) {
  assert(image.height > 0 && image.width > 0 && height > 0 && width > 0 && "no image is empty");
  if (height == image.height && width == image.width) return image;
  const std::vector<float> narrow = with_columns(image, shares_of(image.width, width));
  Image result{height, width, image.channels, {}};
  const auto row = static_cast<size_t>(width * image.channels);
  std::vector<float> sums(row);
  for (const Share& share : shares_of(image.height, height)) {
    std::fill(sums.begin(), sums.end(), 0.0f);
    for (size_t i = 0; i < share.weights.size(); i++) {
      add(&narrow[(share.first + i) * row], share.weights[i], sums.data(), row);
    }
    for (const float sum : sums) {
      result.pixels.push_back(static_cast<uint8_t>(std::lround(std::clamp(sum, 0.0f, 255.0f))));
    }
  }
  return result;
}

}  // namespace mote
