// SPDX-License-Identifier: Apache-2.0
#include <png.h>
#include <turbojpeg.h>
#include <zlib.h>

#include <fstream>
#include <random>

#include "data/image_file.h"
#include "data/test_data.h"

namespace mote {
namespace {

std::string png_of(int64_t height, int64_t width, uint32_t format, const void* pixels,
                   const void* colors = nullptr, uint32_t color_count = 0) {
  png_image image = {};
  image.version = PNG_IMAGE_VERSION;
  image.height = static_cast<uint32_t>(height);
  image.width = static_cast<uint32_t>(width);
  image.format = format;
  image.colormap_entries = color_count;
  size_t size = 1 << 20;
  std::string bytes(size, 0);
  EXPECT_TRUE(png_image_write_to_memory(&image, bytes.data(), &size, 0, pixels, 0, colors))
      << image.message;
  bytes.resize(size);
  return bytes;
}

std::string png_of(const Image& image) {
  return png_of(image.height, image.width, image.channels == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB,
                image.pixels.data());
}

std::string jpeg_of(const Image& image, TJPF form, int flags = 0) {
  unsigned char* buffer = nullptr;
  unsigned long size = 0;
  const tjhandle writer = tjInitCompress();
  const int status = tjCompress2(writer, image.pixels.data(), static_cast<int>(image.width), 0,
                                 static_cast<int>(image.height), form, &buffer, &size,
                                 form == TJPF_GRAY ? TJSAMP_GRAY : TJSAMP_444, 100, flags);
  EXPECT_EQ(status, 0) << tjGetErrorStr2(writer);
  const std::string bytes(reinterpret_cast<char*>(buffer), size);
  tjFree(buffer);
  tjDestroy(writer);
  return bytes;
}

// One color everywhere.
Image plain(int64_t height, int64_t width, const std::vector<uint8_t>& color) {
  Image image{height, width, std::ssize(color), {}};
  for (int64_t i = 0; i < height * width; i++) {
    image.pixels.insert(image.pixels.end(), color.begin(), color.end());
  }
  return image;
}

// Different pixels everywhere.
Image busy(int64_t height, int64_t width, int64_t channels) {
  Image image{height, width, channels, {}};
  for (int64_t i = 0; i < height * width * channels; i++) {
    image.pixels.push_back(static_cast<uint8_t>(i * 37 % 251));
  }
  return image;
}

std::vector<int64_t> form_of(const Image& image) {
  return {image.height, image.width, image.channels};
}

// Most significant byte first.
std::string four_bytes(size_t value) {
  return idx_content({static_cast<int>(value)}, "").substr(4);
}

// A chunk of a PNG file.
std::string chunk(const std::string& kind, const std::string& content) {
  const std::string covered = kind + content;
  const auto* const bytes = reinterpret_cast<const Bytef*>(covered.data());
  return four_bytes(content.size()) + covered + four_bytes(crc32_z(0, bytes, covered.size()));
}

class ImageFile : public ::testing::Test {
 protected:
  Image read(const std::string& bytes) {
    write_file(path(), bytes);
    Image image = read_image(path());
    EXPECT_EQ(form_of(read_image_head(path())), form_of(image));
    return image;
  }

  // Reading must fail with these words, or, where there are none, may fail.
  void expect_malformed(const std::string& bytes, const std::string& words) {
    fs::remove(path());  // to write over it, or by write_file(), waits for the disk
    std::ofstream(path(), std::ios::binary) << bytes;
    try {
      read_image(path());
      EXPECT_TRUE(words.empty()) << "read without an error; wanted: " << words;
    } catch (const Error& error) {
      EXPECT_EQ(error_label(error.code), error_label(ErrorCode::malformed_file));
      EXPECT_EQ(error.place, path().string());
      EXPECT_NE(error.message.find(words), std::string::npos) << error.message;
      EXPECT_FALSE(error.help.empty());
    }
  }

  fs::path path() const { return folder_.path() / "image.png"; }

 private:
  TemporaryFolder folder_;
};

TEST_F(ImageFile, PngIsReadAsItWasWritten) {
  for (const int64_t channels : {1, 3}) {
    const Image image = busy(5, 7, channels), got = read(png_of(image));
    EXPECT_EQ(form_of(got), form_of(image));
    EXPECT_EQ(got.pixels, image.pixels);
  }
}

TEST_F(ImageFile, TransparentPixelsAreBlendedOnBlack) {
  const uint8_t colors[] = {200, 100, 50, 255, 200, 100, 50, 0};
  EXPECT_EQ(read(png_of(1, 2, PNG_FORMAT_RGBA, colors)).pixels,
            (std::vector<uint8_t>{200, 100, 50, 0, 0, 0}));
  const uint8_t half[] = {200, 100, 50, 128};
  EXPECT_NEAR(read(png_of(1, 1, PNG_FORMAT_RGBA, half)).pixels[0], 120, 30);
  const uint8_t grays[] = {200, 255, 200, 0};
  const Image gray = read(png_of(1, 2, PNG_FORMAT_GA, grays));
  EXPECT_EQ(gray.channels, 1);
  EXPECT_EQ(gray.pixels, (std::vector<uint8_t>{200, 0}));
}

TEST_F(ImageFile, PalettesBecomeColors) {
  const uint8_t indices[] = {1, 0, 1}, palette[] = {10, 20, 30, 200, 210, 220};
  const Image image = read(png_of(1, 3, PNG_FORMAT_RGB_COLORMAP, indices, palette, 2));
  EXPECT_EQ(image.pixels, (std::vector<uint8_t>{200, 210, 220, 10, 20, 30, 200, 210, 220}));
}

TEST_F(ImageFile, SixteenBitsBecomeEight) {
  const uint16_t linear[] = {0, 65535, 14026};
  const std::string said = png_of(1, 3, PNG_FORMAT_LINEAR_Y, linear);
  EXPECT_NEAR(read(said).pixels[2], 127.5, 2) << "0.214 of the light";
  std::string unsaid = said;
  unsaid.replace(unsaid.find("gAMA"), 4, "noNe");
  EXPECT_EQ(read(unsaid).pixels, (std::vector<uint8_t>{0, 255, 55})) << "14026 / 257";
}

TEST_F(ImageFile, JpegIsReadNearly) {
  for (const int flags : {0, TJFLAG_PROGRESSIVE}) {
    const Image color = read(jpeg_of(plain(17, 9, {200, 100, 50}), TJPF_RGB, flags));
    ASSERT_EQ(form_of(color), (std::vector<int64_t>{17, 9, 3}));
    const int wanted[] = {200, 100, 50};
    for (size_t i = 0; i < 3; i++) EXPECT_NEAR(color.pixels[i], wanted[i], 2);
    const Image gray = read(jpeg_of(plain(9, 17, {77}), TJPF_GRAY, flags));
    EXPECT_EQ(gray.pixels, plain(9, 17, {77}).pixels);
  }
}

TEST_F(ImageFile, InksBecomeColors) {
  const Image image = read(jpeg_of(plain(8, 8, {255, 128, 0, 128}), TJPF_CMYK));
  EXPECT_NEAR(image.pixels[0], 128, 3);
  EXPECT_NEAR(image.pixels[1], 64, 3);
  EXPECT_NEAR(image.pixels[2], 0, 3);
}

TEST_F(ImageFile, WhatIsCutShortAnywhereIsTold) {
  const Image color = busy(20, 30, 3), gray = busy(20, 30, 1);
  for (const std::string& bytes :
       {png_of(color), png_of(gray), jpeg_of(color, TJPF_RGB), jpeg_of(gray, TJPF_GRAY),
        jpeg_of(color, TJPF_RGB, TJFLAG_PROGRESSIVE)}) {
    for (size_t keep = 0; keep < bytes.size(); keep += keep < 700 ? 1 : 13) {
      SCOPED_TRACE(fmt::format("{} of {} bytes", keep, bytes.size()));
      expect_malformed(bytes.substr(0, keep), keep == 0 ? "is an empty file" : "is ");
    }
    for (size_t less = 1; less < 20; less++) {
      SCOPED_TRACE(fmt::format("{} bytes less than {}", less, bytes.size()));
      expect_malformed(bytes.substr(0, bytes.size() - less), "is a");
    }
  }
}

TEST_F(ImageFile, DamageNeverCrashes) {
  std::mt19937 random(1);
  const Image color = busy(20, 30, 3);
  for (const std::string& bytes :
       {png_of(color), jpeg_of(color, TJPF_RGB), jpeg_of(color, TJPF_RGB, TJFLAG_PROGRESSIVE)}) {
    for (int i = 0; i < 1000; i++) {
      std::string damaged = bytes;
      const size_t most = i % 2 == 0 ? bytes.size() : std::min<size_t>(bytes.size(), 700);
      for (int n = 0; n <= i % 3; n++) damaged[random() % most] = static_cast<char>(random());
      expect_malformed(damaged, "");
    }
  }
}

TEST_F(ImageFile, OtherFilesAndHugeOnesAreTold) {
  expect_malformed("GIF89a", "is neither a PNG nor a JPEG file");
  expect_malformed("\xff\xd8\xff", "is an image file without an image");
  const std::string wide = png_of(Image{1, 4097, 1, std::vector<uint8_t>(4097)});
  expect_malformed(wide, "is 1 x 4097 pixels, expected at most 4096 each way");
  expect_malformed(jpeg_of(Image{4097, 1, 1, std::vector<uint8_t>(4097)}, TJPF_GRAY),
                   "is 4097 x 1 pixels");
  // Say that they have pixels, very many or a few, and have none.
  const auto promising = [&](const std::string& size) {
    return wide.substr(0, 8) + chunk("IHDR", size + size + std::string{8, 2, 0, 0, 0}) +
           chunk("IDAT", "") + chunk("IEND", "");
  };
  expect_malformed(promising(four_bytes(1000000)), "is 1000000 x 1000000 pixels");
  expect_malformed(promising(four_bytes(9)), "is a damaged PNG file (");
}

TEST(ImageName, IsKnownByItsEnd) {
  for (const char* const name : {"a.png", "a.PNG", "a.jpg", "b/a.Jpeg"}) {
    EXPECT_TRUE(has_image_name(name)) << name;
  }
  for (const char* const name : {"png", "a.png.txt"}) EXPECT_FALSE(has_image_name(name)) << name;
}

TEST(ImageScale, KeepsOneColorAtEverySize) {
  const Image image = plain(13, 10, {255, 128, 1});
  for (const int64_t height : {1, 2, 12, 13, 14, 40}) {
    for (const int64_t width : {1, 3, 9, 10, 11, 31}) {
      EXPECT_EQ(scaled(image, height, width).pixels, plain(height, width, {255, 128, 1}).pixels)
          << height << " x " << width;
    }
  }
}

TEST(ImageScale, ShrinksToMeans) {
  EXPECT_EQ(scaled(Image{2, 4, 1, {0, 10, 100, 200, 20, 30, 100, 0}}, 1, 2).pixels,
            (std::vector<uint8_t>{15, 100}));
  // Three pixels to two: one and a half each.
  EXPECT_EQ(scaled(Image{1, 3, 1, {30, 60, 240}}, 1, 2).pixels, (std::vector<uint8_t>{40, 180}));
  EXPECT_EQ(scaled(Image{3, 1, 1, {30, 60, 240}}, 2, 1).pixels, (std::vector<uint8_t>{40, 180}));
}

TEST(ImageScale, GrowsInStraightLines) {
  const std::vector<uint8_t> wanted{0, 25, 75, 100};
  EXPECT_EQ(scaled(Image{1, 2, 1, {0, 100}}, 1, 4).pixels, wanted);
  EXPECT_EQ(scaled(Image{2, 1, 1, {0, 100}}, 4, 1).pixels, wanted);
}

TEST(ImageScale, AGradientStaysOne) {
  Image image{1, 200, 1, {}};
  for (int i = 0; i < 200; i++) image.pixels.push_back(static_cast<uint8_t>(i));
  for (const int64_t width : {7, 50, 133, 200, 450}) {
    const Image got = scaled(image, 1, width);
    for (int64_t i = 0; i < width; i++) {
      const double wanted = (static_cast<double>(i) + 0.5) * 200 / static_cast<double>(width) - 0.5;
      EXPECT_NEAR(got.pixels[static_cast<size_t>(i)], std::clamp(wanted, 0.0, 199.0), 0.51)
          << i << " of " << width;
    }
  }
}

TEST(ImageCut, KeepsTheCenter) {
  Image wide{1, 6, 1, {1, 2, 3, 4, 5, 6}};
  EXPECT_EQ(cut_to_ratio(wide, 1, 2).pixels, (std::vector<uint8_t>{3, 4}));
  EXPECT_EQ(cut_to_ratio(wide, 50, 200).pixels, (std::vector<uint8_t>{2, 3, 4, 5}));
  EXPECT_EQ(cut_to_ratio(wide, 4, 1).pixels, std::vector<uint8_t>{3}) << "one pixel at least";
  const Image high{4, 1, 3, {1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4}};
  EXPECT_EQ(cut_to_ratio(high, 7, 7).pixels, (std::vector<uint8_t>{2, 2, 2}));
  EXPECT_EQ(cut_to_ratio(busy(10, 15, 3), 2, 3).pixels, busy(10, 15, 3).pixels);
}

// Cats are red, dogs are blue; each of anna, ben and carl photographed both.
class Images : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* const who : {"anna", "ben", "carl"}) {
      put(fmt::format("cat/{}_1.png", who), png_of(plain(4, 6, {255, 0, 0})));
      put(fmt::format("dog/{}_1.JPG", who), jpeg_of(plain(4, 6, {0, 0, 255}), TJPF_RGB));
    }
  }
  void put(const std::string& name, const std::string& bytes) { write_file(path() / name, bytes); }
  Dataset read() const { return read_dataset(path().string()); }
  const fs::path& path() const { return folder_.path(); }

 private:
  TemporaryFolder folder_;
};

TEST_F(Images, FoldersAreClassesAndPeopleAreSplit) {
  const Dataset dataset = read();
  EXPECT_EQ(dataset.format, "images");
  EXPECT_EQ(dataset.kind, SampleKind::image);
  EXPECT_EQ(dataset.shape, (std::vector<int64_t>{4, 6, 3}));
  EXPECT_EQ(dataset.classes, (std::vector<std::string>{"cat", "dog"}));
  EXPECT_EQ(dataset.channels, (std::vector<std::string>{"red", "green", "blue"}));
  EXPECT_EQ(dataset.count_scale, std::vector<float>{1.0f / 255});
  EXPECT_EQ(dataset.train.y, (std::vector<int32_t>{0, 0, 1, 1}));
  EXPECT_EQ(dataset.train.person, (std::vector<int32_t>{0, 1, 0, 1}));
  EXPECT_EQ(dataset.test.y, (std::vector<int32_t>{0, 1}));
  EXPECT_EQ(dataset.test.person, (std::vector<int32_t>{2, 2}));
  const std::span<const float> cat = dataset.sample(dataset.train, 1);
  EXPECT_EQ(std::vector<float>(cat.end() - 3, cat.end()), (std::vector<float>{1, 0, 0}));
  const std::span<const float> dog = dataset.sample(dataset.test, 1);
  EXPECT_NEAR(dog[0], 0, 0.02);
  EXPECT_NEAR(dog[2], 1, 0.02);
}

TEST_F(Images, AListSaysWhatIsToTest) {
  put("testing_list.txt", "cat/anna_1.png\ndog/ben_1.JPG\ndog/carl_1.JPG\n");
  EXPECT_EQ(read().test.person, (std::vector<int32_t>{0, 1, 2}));
  EXPECT_EQ(read().test.y, (std::vector<int32_t>{0, 1, 1}));
}

// Names that tell nobody, or one, or the class.
TEST(ImagesOfNobody, AreSplitClassByClass) {
  for (const auto& [cat, dog] : {std::pair("{}.png", "{}.png"),
                                 {"IMG_{}.png", "IMG_{}.png"},
                                 {"cat_{}.png", "dog_{}.png"}}) {
    const TemporaryFolder folder;
    for (uint8_t i = 0; i < 7; i++) {
      const std::string bytes = png_of(plain(2, 2, {i}));
      write_file(folder.path() / "cat" / fmt::format(fmt::runtime(cat), i), bytes);
      if (i < 2) write_file(folder.path() / "dog" / fmt::format(fmt::runtime(dog), i), bytes);
    }
    const Dataset dataset = read_dataset(folder.path().string());
    EXPECT_EQ(dataset.channels, std::vector<std::string>{"gray"});
    EXPECT_EQ(dataset.train.y, (std::vector<int32_t>{0, 0, 0, 0, 0, 0, 1})) << cat;
    EXPECT_EQ(dataset.test.y, (std::vector<int32_t>{0, 1})) << cat;
    EXPECT_EQ(dataset.test.x[0], 4.0f / 255) << cat;
    EXPECT_TRUE(dataset.train.person.empty()) << cat;
  }
}

TEST_F(Images, OfOtherSizesNeedToBeToldOne) {
  put("dog/ben_2.png", png_of(busy(8, 6, 1)));
  expect_error(path(), ErrorCode::bad_data, path().string(),
               "different sizes: cat/anna_1.png is 4 x 6, dog/ben_2.png is 8 x 6");
  for (const std::string text : {"3x2", "3x2\n", " 3x2 \r\n"}) {
    put("size.txt", text);
    EXPECT_EQ(read().shape, (std::vector<int64_t>{3, 2, 3}));
  }
  put("size.txt", "5\n");
  EXPECT_EQ(read().shape, (std::vector<int64_t>{5, 5, 3}));
  EXPECT_EQ(read().notes.size(), 2u);
}

TEST_F(Images, AreCutBeforeTheyAreScaledAndGrayIsAsMuchOfEachColor) {
  Image image = plain(4, 6, {9});  // with white sides, which a square loses
  for (size_t y = 0; y < 4; y++) image.pixels[y * 6] = image.pixels[y * 6 + 5] = 255;
  put("cat/anna_1.png", png_of(image));
  put("size.txt", "2");
  const Dataset dataset = read();
  ASSERT_EQ(dataset.shape, (std::vector<int64_t>{2, 2, 3}));
  for (const float value : dataset.sample(dataset.train, 0)) EXPECT_EQ(value, 9.0f / 255);
}

TEST_F(Images, ASizeThatIsNoneIsTold) {
  for (const std::string text : {"", "big", "0", "-3", "4097", "3x", "x3", "3x4x5", "3 4", "3,4",
                                 "3x0", "3\n4", "99999999999999999999", "2.5"}) {
    put("size.txt", text);
    expect_error(path(), ErrorCode::bad_value, "size.txt", "expected the height x width");
  }
}

TEST_F(Images, AFolderWithoutImagesAndASingleClassAreTold) {
  fs::create_directory(path() / "bird");
  expect_error(path(), ErrorCode::bad_data, "/bird", "holds no image");
  fs::rename(path() / "bird", path() / "_bird");
  fs::rename(path() / "dog", path() / "_dog");
  expect_error(path(), ErrorCode::bad_data, path().string(), "one class only, 'cat'");
}

TEST_F(Images, ADamagedOneIsNamed) {
  put("dog/ben_1.JPG", "no image");
  expect_error(path(), ErrorCode::malformed_file, "dog/ben_1.JPG", "neither a PNG nor a JPEG");
  put("dog/ben_1.JPG", png_of(plain(4, 6, {1, 2, 3})));
  EXPECT_NO_THROW(read()) << "content counts, not the name";
  const std::string whole = jpeg_of(busy(4, 6, 3), TJPF_RGB);
  put("dog/ben_1.JPG", whole.substr(0, whole.size() - 30));
  expect_error(path(), ErrorCode::malformed_file, "dog/ben_1.JPG", "JPEG file (");
  put("dog/ben_1.JPG", whole);
  put("dog/._ben_1.JPG", "what some systems leave behind");
  EXPECT_EQ(read().train.count, 4);
}

TEST_F(Images, SetsTooLargeForMemoryAreTold) {
  for (int i = 0; i < 90; i++) put(fmt::format("cat/anna_{}.png", i), png_of(plain(4, 6, {1})));
  put("size.txt", "4096");
  expect_error(path(), ErrorCode::bad_data, path().string(), "of memory, expected at most 16");
}

TEST_F(Images, AreNotSeenInSetsOfAnotherKind) {
  put("cat/anna_1.wav", "");
  expect_error(path(), ErrorCode::malformed_file, "anna_1.wav", "RIFF");
  const TemporaryFolder ucihar, npy;
  write_ucihar_dataset(ucihar.path());
  write_npy_dataset(npy.path());
  for (const fs::path& other : {ucihar.path(), npy.path()}) {
    write_file(other / "plots" / "a.png", png_of(plain(2, 2, {1})));
    EXPECT_NE(read_dataset(other.string()).format, "images");
  }
}

}  // namespace
}  // namespace mote
