// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <limits>
#include <set>

#include "data/test_data.h"

namespace mote {
namespace {

class NpyFolder : public ::testing::Test {
 protected:
  void SetUp() override { write_npy_dataset(path()); }
  const fs::path& path() const { return folder_.path(); }
  Dataset read() const { return read_dataset(path().string()); }

 private:
  TemporaryFolder folder_;
};

TEST_F(NpyFolder, ReadsASeriesAndNamesClassesByNumber) {
  const Dataset dataset = read();
  EXPECT_EQ(dataset.kind, SampleKind::series);
  EXPECT_EQ(dataset.shape, (std::vector<int64_t>{4, 3}));
  EXPECT_EQ(dataset.classes, (std::vector<std::string>{"0", "1"}));
  EXPECT_EQ(dataset.name, path().filename().string());
  EXPECT_EQ(dataset.train.size(), 5);
  EXPECT_EQ(dataset.sample(dataset.train, 4)[11], 59);
  EXPECT_EQ(dataset.test.y, (std::vector<int32_t>{1, 0, 1}));
  EXPECT_TRUE(dataset.channels.empty() && dataset.count_scale.empty());
  EXPECT_EQ(dataset.rate_hz, 0);
  EXPECT_FALSE(dataset.synthetic);
}

TEST_F(NpyFolder, ReadsTheOptionalFiles) {
  write_file(path() / "labels.txt", "rest\r\nrun fast\r\n\r\n");
  write_file(path() / "channels.txt", "a\nb\nc");
  write_file(path() / "rate_hz.txt", "62.5\n");
  write_list(path() / "subject_train.npy", {7, 7, 8, 8, 9}, 'u', 1);
  write_list(path() / "subject_test.npy", {1, 2, 3}, 'u', 1);
  const Dataset dataset = read();
  EXPECT_EQ(dataset.classes, (std::vector<std::string>{"rest", "run fast"}));
  EXPECT_EQ(dataset.channels, (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(dataset.rate_hz, 62.5);
  EXPECT_EQ(dataset.train.person, (std::vector<int32_t>{7, 7, 8, 8, 9}));
}

TEST_F(NpyFolder, ReadsWhereWindowsWereCutFrom) {
  EXPECT_TRUE(read().train.recording.empty());
  write_npy(path() / "source_train.npy",
            make_npy('i', 4, {5, 2}, {1, 0, 1, 64, 2, 0, 2, 64, 2, 128}));
  const Dataset dataset = read();
  EXPECT_EQ(dataset.train.recording, (std::vector<int32_t>{1, 1, 2, 2, 2}));
  EXPECT_EQ(dataset.train.start, (std::vector<int32_t>{0, 64, 0, 64, 128}));
  const std::vector<int64_t> chosen{4, 1};
  EXPECT_EQ(select(dataset, dataset.train, chosen).start, (std::vector<int32_t>{128, 64}));
  write_npy(path() / "source_test.npy", make_npy('i', 4, {2, 2}, {1, 0, 1, 64}));
  expect_error(path(), ErrorCode::shape_mismatch, "source_test.npy", "expected (3, 2)");
}

TEST_F(NpyFolder, ScalesChannelsAndKeepsTheScaleOfCounts) {
  write_list(path() / "scale.npy", {0.5, 2, 4}, 'f', 4);
  Dataset dataset = read();
  EXPECT_EQ(dataset.sample(dataset.train, 0)[4], 4 * 2);
  EXPECT_EQ(dataset.sample(dataset.train, 0)[5], 5 * 4);
  EXPECT_TRUE(dataset.count_scale.empty()) << "floats are no counts";
  write_series(path() / "X_train.npy", {5, 4, 3}, 'i', 2);
  write_series(path() / "X_test.npy", {3, 4, 3}, 'i', 2);
  dataset = read();
  EXPECT_EQ(dataset.sample(dataset.test, 0)[4], 4 * 2);
  EXPECT_EQ(dataset.count_scale, (std::vector<float>{0.5, 2, 4}));
  write_npy(path() / "scale.npy", make_npy('f', 8, {}, {3}));
  EXPECT_EQ(read().count_scale, (std::vector<float>{3, 3, 3}));
}

TEST_F(NpyFolder, TakesBytesAsImagesAndFlatSamplesAsOneChannel) {
  struct Form {
    std::vector<int64_t> stored;
    char kind;
    int item_bytes;
    SampleKind sample_kind;
    std::vector<int64_t> shape;
    float second;
  };
  const Form forms[] = {
      {{6, 5}, 'u', 1, SampleKind::image, {6, 5, 1}, 1.0f / 255},
      {{6, 5, 3}, 'u', 1, SampleKind::image, {6, 5, 3}, 1.0f / 255},
      {{6, 5, 1}, 'f', 4, SampleKind::image, {6, 5, 1}, 1},
      {{7}, 'f', 8, SampleKind::series, {7, 1}, 1},
      {{7}, 'i', 2, SampleKind::series, {7, 1}, 1},
      {{6, 5}, 'i', 1, SampleKind::series, {6, 5}, 1},
  };
  for (const Form& form : forms) {
    std::vector<int64_t> shape = form.stored;
    shape.insert(shape.begin(), 5);
    write_series(path() / "X_train.npy", shape, form.kind, form.item_bytes);
    shape[0] = 3;
    write_series(path() / "X_test.npy", shape, form.kind, form.item_bytes);
    const Dataset dataset = read();
    EXPECT_EQ(dataset.kind, form.sample_kind);
    EXPECT_EQ(dataset.shape, form.shape);
    EXPECT_EQ(dataset.train.x[1], form.second);
  }
  write_series(path() / "X_train.npy", {5, 2, 2, 2});
  expect_error(path(), ErrorCode::shape_mismatch, "X_train.npy", "shape (5, 2, 2, 2), expected");
  write_series(path() / "X_train.npy", {5});
  expect_error(path(), ErrorCode::shape_mismatch, "X_train.npy", "shape (5), expected");
  write_series(path() / "X_train.npy", {5, 0, 3});
  expect_error(path(), ErrorCode::shape_mismatch, "X_train.npy", "without a number");
}

TEST_F(NpyFolder, ClassesAreTheLabelsThatOccur) {
  write_list(path() / "y_train.npy", {3, 9, 3, 5, 9});
  write_list(path() / "y_test.npy", {9, 5, 3});
  const Dataset dataset = read();
  EXPECT_EQ(dataset.classes, (std::vector<std::string>{"3", "5", "9"}));
  EXPECT_EQ(dataset.train.y, (std::vector<int32_t>{0, 2, 0, 1, 2}));
  EXPECT_EQ(dataset.test.y, (std::vector<int32_t>{2, 1, 0}));
  write_list(path() / "y_test.npy", {9, 4, 3});
  expect_error(path(), ErrorCode::bad_value, "y_test.npy",
               "label 4 of sample 1 is out of range, expected one of 3, 5, 9");
}

TEST_F(NpyFolder, EachMissingFileIsNamed) {
  for (const std::string name : {"X_train.npy", "y_train.npy", "X_test.npy", "y_test.npy"}) {
    const TemporaryFolder other;
    write_npy_dataset(other.path());
    fs::remove(other.path() / name);
    expect_error(other.path(), ErrorCode::missing_file, name, "is missing; the folder holds");
  }
  fs::remove(path() / "X_train.npy");
  fs::remove(path() / "y_train.npy");
  expect_error(path(), ErrorCode::missing_file, "X_train.npy", "holds X_test.npy, y_test.npy");
}

TEST_F(NpyFolder, ACutFileIsCalledCutShort) {
  std::string content = read_file(path() / "X_test.npy");
  for (size_t keep : {content.size() - 1, size_t{129}, size_t{40}, size_t{3}, size_t{0}}) {
    write_file(path() / "X_test.npy", content.substr(0, keep));
    expect_error(path(), ErrorCode::malformed_file, "X_test.npy", keep >= 128 ? "cut short" : "");
  }
}

TEST_F(NpyFolder, NanAndInfinityAreNamedByPlace) {
  std::vector<double> values(5 * 4 * 3, 1.0);
  values[2 * 12 + 7] = std::nan("");
  write_npy(path() / "X_train.npy", make_npy('f', 4, {5, 4, 3}, values));
  expect_error(path(), ErrorCode::bad_value, "X_train.npy",
               "sample 2, time step 2, channel 1 is not a number");
  values[2 * 12 + 7] = 1e300;  // finite as a double, not as a float
  write_npy(path() / "X_train.npy", make_npy('f', 8, {5, 4, 3}, values));
  write_series(path() / "X_test.npy", {3, 4, 3}, 'f', 8);
  expect_error(path(), ErrorCode::bad_value, "X_train.npy", "channel 1 is infinite");
}

TEST_F(NpyFolder, LabelsMustBeWholeInRangeAndAsManyAsSamples) {
  write_list(path() / "y_train.npy", {0, 1, -1, 1, 0});
  expect_error(path(), ErrorCode::bad_value, "y_train.npy", "label -1 of sample 2");
  write_list(path() / "y_train.npy", {0, 1, 0.5, 1, 0}, 'f', 4);
  expect_error(path(), ErrorCode::bad_value, "y_train.npy", "entry 2 is 0.5, expected a whole");
  write_list(path() / "y_train.npy", {0, 1, std::nan(""), 1, 0}, 'f', 4);
  expect_error(path(), ErrorCode::bad_value, "y_train.npy", "entry 2 is nan");
  write_list(path() / "y_train.npy", {0, 1, 1, 1});
  expect_error(path(), ErrorCode::shape_mismatch, "y_train.npy", "4 labels, but");
  write_series(path() / "y_train.npy", {5, 2});
  expect_error(path(), ErrorCode::shape_mismatch, "y_train.npy", "shape (5, 2), expected one");
  write_list(path() / "y_train.npy", {0, 1, 2, 1, 0});
  write_file(path() / "labels.txt", "a\nb\n");
  expect_error(path(), ErrorCode::bad_value, "y_train.npy", "label 2 of sample 2");
}

TEST_F(NpyFolder, NoSampleCannotBeLearntFrom) {
  write_series(path() / "X_train.npy", {0, 4, 3});
  write_list(path() / "y_train.npy", {});
  expect_error(path(), ErrorCode::bad_data, "X_train.npy", "no sample to train on");
}

TEST_F(NpyFolder, SplitsMustAgree) {
  write_series(path() / "X_test.npy", {3, 4, 2});
  expect_error(path(), ErrorCode::shape_mismatch, "X_test.npy",
               "float32 samples of (4, 2), but X_train.npy holds float32 samples of (4, 3)");
  write_series(path() / "X_test.npy", {3, 4, 3}, 'i', 2);
  expect_error(path(), ErrorCode::shape_mismatch, "X_test.npy", "int16 samples of (4, 3), but");
}

TEST_F(NpyFolder, OptionalFilesMustFit) {
  write_list(path() / "subject_test.npy", {1, 2});
  expect_error(path(), ErrorCode::shape_mismatch, "subject_test.npy", "2 people, but");
  fs::remove(path() / "subject_test.npy");
  write_file(path() / "channels.txt", "x\ny\n");
  expect_error(path(), ErrorCode::shape_mismatch, "channels.txt", "2 channel names");
  write_file(path() / "channels.txt", "x\ny\nx\n");
  expect_error(path(), ErrorCode::malformed_file, "channels.txt:3", "'x' comes a second time");
  fs::remove(path() / "channels.txt");
  for (const std::string text : {"0", "-50", "inf", "50 60", "", "fast"}) {
    write_file(path() / "rate_hz.txt", text);
    expect_error(path(), ErrorCode::malformed_file, "rate_hz.txt", "");
  }
  fs::remove(path() / "rate_hz.txt");
  write_list(path() / "scale.npy", {1, 2}, 'f', 4);
  expect_error(path(), ErrorCode::shape_mismatch, "scale.npy", "2 scales, but");
  write_list(path() / "scale.npy", {1, 0, 2}, 'f', 4);
  expect_error(path(), ErrorCode::bad_value, "scale.npy", "scale 1 is 0");
}

TEST(RealUciHar, HasSixClassesNineScaledChannelsAndSeparatePeople) {
  const fs::path folder = shared_folder() / "data" / "ucihar";
  if (!fs::exists(folder)) GTEST_SKIP() << folder << " is not there";
  const Dataset dataset = read_dataset(folder.string());
  EXPECT_EQ(dataset.format, "npy");
  EXPECT_EQ(dataset.name, "ucihar");
  EXPECT_EQ(dataset.shape, (std::vector<int64_t>{128, 9}));
  EXPECT_EQ(dataset.classes.size(), 6u);
  EXPECT_EQ(dataset.count_scale.size(), 9u);
  EXPECT_EQ(dataset.train.size(), 7352);
  EXPECT_EQ(dataset.test.size(), 2947);
  std::set<int32_t> people(dataset.train.person.begin(), dataset.train.person.end());
  EXPECT_EQ(people.size(), 21u);
  for (int32_t person : dataset.test.person) EXPECT_EQ(people.count(person), 0u);
  double up = 0;  // total_acc_x: the phone stands upright most of the time
  for (size_t i = 6; i < dataset.train.x.size(); i += 9) up += dataset.train.x[i];
  EXPECT_NEAR(up / (7352 * 128), 0.80, 0.05) << "g";
}

}  // namespace
}  // namespace mote
