// SPDX-License-Identifier: Apache-2.0
#include "data/idx.h"

#include <zlib.h>

#include "data/test_data.h"

namespace mote {
namespace {

void write_gzip(const fs::path& file, const std::string& content) {
  gzFile packed = gzopen(file.c_str(), "wb");
  ASSERT_NE(packed, nullptr);
  gzwrite(packed, content.data(), static_cast<unsigned>(content.size()));
  gzclose(packed);
}

// Four 2 x 3 images to train on and two to test on.
class Idx : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pixels(24, '\x80');
    pixels[0] = 0;
    pixels[23] = '\xff';
    train_images = idx_content({4, 2, 3}, pixels);
    write_file(path() / "train-images-idx3-ubyte", train_images);
    write_file(path() / "train-labels-idx1-ubyte", idx_content({4}, {0, 1, 2, 1}));
    write_file(path() / "t10k-images-idx3-ubyte", idx_content({2, 2, 3}, pixels.substr(12)));
    write_file(path() / "t10k-labels-idx1-ubyte", idx_content({2}, {2, 0}));
  }
  const fs::path& path() const { return folder_.path(); }
  std::string train_images;

 private:
  TemporaryFolder folder_;
};

TEST_F(Idx, ReadsPixelsFromZeroToOne) {
  const Dataset dataset = read_dataset(path().string());
  EXPECT_EQ(dataset.format, "idx");
  EXPECT_EQ(dataset.kind, SampleKind::image);
  EXPECT_EQ(dataset.shape, (std::vector<int64_t>{2, 3, 1}));
  EXPECT_EQ(dataset.classes, (std::vector<std::string>{"0", "1", "2"}));
  EXPECT_EQ(dataset.train.x.front(), 0.0f);
  EXPECT_EQ(dataset.train.x[1], 128.0f / 255);
  EXPECT_EQ(dataset.train.x.back(), 1.0f);
  EXPECT_EQ(dataset.test.y, (std::vector<int32_t>{2, 0}));
  EXPECT_FALSE(dataset.mirror_is_harmless);
}

TEST_F(Idx, ReadsSizesOfMoreThanOneByte) {
  write_file(path() / "wide", idx_content({3, 70000}, std::string(210000, 'a')));
  EXPECT_EQ(read_idx(path() / "wide", 2).shape, (std::vector<int64_t>{3, 70000}));
}

TEST_F(Idx, ReadsPackedFilesAlike) {
  fs::remove(path() / "train-images-idx3-ubyte");
  write_gzip(path() / "train-images-idx3-ubyte.gz", train_images);
  fs::rename(path() / "t10k-labels-idx1-ubyte", path() / "t10k-labels.idx1-ubyte");
  EXPECT_EQ(read_dataset(path().string()).train.x.back(), 1.0f);
}

TEST_F(Idx, DamagedFilesAreNamed) {
  const fs::path plain = path() / "train-images-idx3-ubyte";
  for (size_t keep : {train_images.size() - 1, size_t{16}, size_t{15}, size_t{3}, size_t{0}}) {
    write_file(plain, train_images.substr(0, keep));
    expect_error(path(), ErrorCode::malformed_file, plain.string(), keep < 16 ? "" : "cut short");
  }
  write_file(plain, train_images + "x");
  expect_error(path(), ErrorCode::malformed_file, plain.string(), "25 bytes of data, but");
  write_file(plain, idx_content({-1, -1, -1}, "abc"));
  expect_error(path(), ErrorCode::malformed_file, plain.string(), "cut short");
  write_file(plain, idx_content({4}, "abcd"));
  expect_error(path(), ErrorCode::malformed_file, plain.string(), "with 3 dimensions");
  fs::remove(plain);
  write_gzip(path() / "train-images-idx3-ubyte.gz", train_images);
  const std::string packed = read_file(path() / "train-images-idx3-ubyte.gz");
  write_file(path() / "train-images-idx3-ubyte.gz", packed.substr(0, packed.size() - 12));
  expect_error(path(), ErrorCode::malformed_file, "ubyte.gz", "gzip data is damaged or cut short");
}

TEST_F(Idx, SizesMustAgree) {
  write_file(path() / "t10k-images-idx3-ubyte", idx_content({2, 3, 2}, std::string(12, 'a')));
  expect_error(path(), ErrorCode::shape_mismatch, "t10k-images", "images of 3 x 2, but");
  write_file(path() / "train-labels-idx1-ubyte", idx_content({3}, {0, 1, 2}));
  write_file(path() / "t10k-images-idx3-ubyte", idx_content({2, 2, 3}, std::string(12, 'a')));
  expect_error(path(), ErrorCode::shape_mismatch, "train-labels", "3 labels, but");
}

TEST_F(Idx, ATestHalfAloneNamesTheMissingTrainingImages) {
  fs::remove(path() / "train-images-idx3-ubyte");
  fs::remove(path() / "train-labels-idx1-ubyte");
  expect_error(path(), ErrorCode::missing_file, "/train-images-idx3-ubyte", "is missing");
  const fs::path mnist = shared_folder() / "data" / "mnist";
  if (!fs::exists(mnist)) GTEST_SKIP() << mnist << " is not there";
  expect_error(mnist, ErrorCode::missing_file, "mnist/train-images-idx3-ubyte",
               "holds README.md, t10k-images-idx3-ubyte.gz");
}

TEST(FashionMnist, IsReadOrSaysHowToInstallIt) {
  try {
    const Dataset dataset = read_dataset("fashion-mnist");
    EXPECT_EQ(dataset.train.size(), 60000);
    EXPECT_EQ(dataset.test.size(), 10000);
    EXPECT_EQ(dataset.shape, (std::vector<int64_t>{28, 28, 1}));
    EXPECT_EQ(dataset.classes.size(), 10u);
    EXPECT_TRUE(dataset.mirror_is_harmless);
    EXPECT_EQ(dataset.classes[static_cast<size_t>(dataset.train.y[0])], "Ankle boot");
  } catch (const Error& error) {
    EXPECT_EQ(error_label(error.code), error_label(ErrorCode::missing_file)) << error.what();
    EXPECT_EQ(error.help, "sudo apt-get install dataset-fashion-mnist");
  }
}

}  // namespace
}  // namespace mote
