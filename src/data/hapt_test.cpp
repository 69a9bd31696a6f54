// SPDX-License-Identifier: Apache-2.0
#include "data/streams.h"
#include "data/test_data.h"

namespace mote {
namespace {

// Two recordings of 400 moments: of person 1, who trains, and of person 2, who tests.
class Hapt : public ::testing::Test {
 protected:
  void SetUp() override {
    write_series(path() / "signals.npy", {800, 6}, 'i', 2);
    write_npy(path() / "experiments.npy", make_npy('i', 4, {2, 4}, {7, 1, 0, 400, 9, 2, 400, 800}));
    write_file(path() / "activity_labels.txt", "1 WALKING\n2 SIT_TO_STAND\n");
    write_file(path() / "labels.txt", "7 1 1 1 200\n7 1 2 201 300\n9 2 2 1 400\n");
  }
  const fs::path& path() const { return folder_.path(); }

 private:
  TemporaryFolder folder_;
};

TEST_F(Hapt, CutsWindowsThatAreLabelledByMostOfTheirMoments) {
  const Dataset dataset = read_dataset(path().string());
  EXPECT_EQ(dataset.format, "hapt");
  EXPECT_EQ(dataset.shape, (std::vector<int64_t>{128, 6}));
  EXPECT_EQ(dataset.classes[1], "SIT_TO_STAND");
  // From 0, 64, 128 and 192; that from 256 is labelled for 44 of 128 moments.
  EXPECT_EQ(dataset.train.start, (std::vector<int32_t>{0, 64, 128, 192}));
  EXPECT_EQ(dataset.train.y, (std::vector<int32_t>{0, 0, 0, 1}));
  EXPECT_EQ(dataset.train.person, (std::vector<int32_t>{1, 1, 1, 1}));
  EXPECT_EQ(dataset.test.recording, (std::vector<int32_t>{9, 9, 9, 9, 9}));
  // Row 400 + 64, channel 5, in counts of the gyroscope.
  const double count = (464 * 6 + 5) % 127;
  EXPECT_FLOAT_EQ(dataset.sample(dataset.test, 1)[5],
                  static_cast<float>(count * 0.0175 * 3.14159265358979 / 180));
  EXPECT_FLOAT_EQ(dataset.sample(dataset.test, 0)[2], static_cast<float>((2402 % 127) / 720.0));
}

TEST_F(Hapt, ErrorsNameTheLine) {
  change_text(path() / "labels.txt", "201 300", "201 401");
  expect_error(path(), ErrorCode::bad_value, "labels.txt:2", "201 401");
  write_file(path() / "labels.txt", "8 1 1 1 200\n");
  expect_error(path(), ErrorCode::bad_value, "labels.txt:1", "8 1 1 1 200");
  write_file(path() / "labels.txt", "7 1 3 1 200\n");
  expect_error(path(), ErrorCode::bad_value, "labels.txt:1", "7 1 3 1 200");
  write_file(path() / "activity_labels.txt", "1 WALKING\n3 SITTING\n");
  expect_error(path(), ErrorCode::malformed_file, "activity_labels.txt:2", "3 SITTING");
}

TEST_F(Hapt, ErrorsNameTheArray) {
  write_npy(path() / "experiments.npy", make_npy('i', 4, {1, 4}, {7, 1, 0, 801}));
  expect_error(path(), ErrorCode::bad_value, "experiments.npy", "0 to 801 of 800");
  write_npy(path() / "experiments.npy", make_npy('i', 4, {4}, {7, 1, 0, 400}));
  expect_error(path(), ErrorCode::shape_mismatch, "experiments.npy", "shape (4)");
  write_series(path() / "signals.npy", {800, 5}, 'i', 2);
  expect_error(path(), ErrorCode::shape_mismatch, "signals.npy", "(800, 5)");
}

TEST(Streams, FollowAPersonFromRecordingToRecording) {
  Dataset dataset;
  dataset.shape = {128, 1};
  Split split;
  split.count = 6;
  split.x.resize(6 * 128);
  split.y = {0, 0, 0, 0, 0, 0};
  split.person = {1, 1, 2, 1, 1, 1};
  split.recording = {8, 3, 3, 3, 3, 8};
  split.start = {0, 64, 0, 0, 577, 513};
  const std::vector<StreamPlace> places = stream_of(dataset, split, 1);
  std::vector<int64_t> order, recordings, gaps;
  for (const StreamPlace& place : places) {
    order.push_back(place.index);
    recordings.push_back(place.recording);
    gaps.push_back(place.is_gap ? 1 : 0);
  }
  EXPECT_EQ(order, (std::vector<int64_t>{3, 1, 4, 0, 5}));
  EXPECT_EQ(recordings, (std::vector<int64_t>{0, 0, 0, 1, 1}));
  EXPECT_EQ(gaps, (std::vector<int64_t>{1, 0, 1, 1, 1})) << "513 moments on: more than 4 windows";
  EXPECT_EQ(people_of(split), (std::vector<int32_t>{1, 2}));
  const Split twice = joined({&split, &split});
  EXPECT_EQ(twice.count, 12);
  EXPECT_EQ(twice.start[7], 64);
}

}  // namespace
}  // namespace mote
