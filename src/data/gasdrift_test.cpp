// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>

#include "data/test_data.h"

namespace mote {
namespace {

class GasDriftFolder : public ::testing::Test {
 protected:
  void SetUp() override {
    write_series(path() / "X.npy", {6, 4});
    write_list(path() / "gas.npy", {0, 5, 2, 2, 1, 0}, 'u', 1);
    write_list(path() / "batch.npy", {1, 2, 3, 1, 9, 3}, 'u', 1);
  }
  const fs::path& path() const { return folder_.path(); }

 private:
  TemporaryFolder folder_;
};

TEST_F(GasDriftFolder, TrainsOnTheFirstTwoBatchesAndKeepsTheOrderOfTheOthers) {
  const Dataset dataset = read_dataset(path().string());
  EXPECT_EQ(dataset.format, "gasdrift");
  EXPECT_EQ(dataset.shape, (std::vector<int64_t>{1, 4}));
  EXPECT_EQ(dataset.classes[5], "Toluene");
  EXPECT_EQ(dataset.train.y, (std::vector<int32_t>{0, 5, 2}));
  EXPECT_EQ(dataset.train.batch, (std::vector<int32_t>{1, 2, 1}));
  EXPECT_EQ(dataset.sample(dataset.train, 2)[1], 13);
  EXPECT_EQ(dataset.test.batch, (std::vector<int32_t>{3, 9, 3}));
  EXPECT_EQ(dataset.sample(dataset.test, 1)[0], 16);
  EXPECT_TRUE(dataset.train.person.empty());
}

TEST_F(GasDriftFolder, ChosenSamplesKeepTheirBatch) {
  const Dataset dataset = read_dataset(path().string());
  const std::vector<int64_t> chosen = {2, 1};
  EXPECT_EQ(select(dataset, dataset.test, chosen).batch, (std::vector<int32_t>{3, 9}));
}

TEST_F(GasDriftFolder, NamesWhatIsMalformed) {
  write_list(path() / "gas.npy", {0, 1, 2, 2, 1});
  expect_error(path(), ErrorCode::shape_mismatch, "gas.npy", "X.npy holds 6 samples");
  write_list(path() / "gas.npy", {0, 6, 2, 2, 1, 0});
  expect_error(path(), ErrorCode::bad_value, "gas.npy", "entry 1 is 6");
  write_list(path() / "gas.npy", {0, 5, 2, 2, 1, 0});
  write_list(path() / "batch.npy", {1, 2, 3, 1.5, 9, 3}, 'f', 4);
  expect_error(path(), ErrorCode::bad_value, "batch.npy", "entry 3 is 1.5");
  write_list(path() / "batch.npy", {1, 2, 1, 1, 2, 1});
  expect_error(path(), ErrorCode::bad_data, "X.npy", "no sample to test on");
  write_series(path() / "X.npy", {6, 2, 2});
  expect_error(path(), ErrorCode::shape_mismatch, "X.npy", "expected samples x numbers");
  const double nan = std::numeric_limits<double>::quiet_NaN();
  write_npy(path() / "X.npy", make_npy('f', 4, {2, 2}, {0, 1, 2, nan}));
  expect_error(path(), ErrorCode::bad_value, "X.npy", "sample 1, number 1");
  write_file(path() / "X.npy", "no array");
  expect_error(path(), ErrorCode::malformed_file, "X.npy", "");
}

TEST_F(GasDriftFolder, IsNotRecognizedWithoutItsBatches) {
  fs::remove(path() / "batch.npy");
  expect_error(path(), ErrorCode::malformed_file, "", "X.npy, gas.npy, batch.npy");
}

TEST(RealGasDrift, HasEightBatchesOfSixGases) {
  const fs::path folder = shared_folder() / "data" / "gasdrift";
  if (!fs::exists(folder)) GTEST_SKIP() << folder << " is not there";
  const Dataset dataset = read_dataset(folder.string());
  EXPECT_EQ(dataset.shape, (std::vector<int64_t>{1, 128}));
  EXPECT_EQ(dataset.train.size(), 445 + 1244);
  EXPECT_EQ(dataset.train.size() + dataset.test.size(), 6697);
  const std::vector<int32_t>& batch = dataset.test.batch;
  EXPECT_TRUE(std::is_sorted(batch.begin(), batch.end()));
  EXPECT_EQ(std::count(batch.begin(), batch.end(), 4), 161);
}

}  // namespace
}  // namespace mote
