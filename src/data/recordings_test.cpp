// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "base/json.h"
#include "data/recording_file.h"
#include "data/resampler.h"
#include "data/test_data.h"

namespace mote {
namespace {

// A table whose first channel counts samples; interval in milliseconds.
std::string counted(int count, double interval = 20, int gap_at = -1) {
  std::string text = "timestamp,a,b\n";
  double time = 0;
  for (int i = 0; i < count; i++) {
    text += fmt::format("{},{},1\n", time, i);
    time += i == gap_at ? 50 * interval : interval;
  }
  return text;
}

TEST(Recordings, AreCutIntoWindowsAndPeopleAreSplit) {
  const TemporaryFolder folder;
  write_file(folder.path() / "walk.anna.1.csv", counted(300));
  write_file(folder.path() / "sit.anna.1.csv", counted(300));
  write_file(folder.path() / "walk.ben.1.csv", counted(300));
  write_file(folder.path() / "sit.ben.1.csv", counted(300));
  const Dataset dataset = read_dataset(folder.path().string());
  EXPECT_EQ(dataset.shape, (std::vector<int64_t>{128, 2}));
  EXPECT_EQ(dataset.classes, (std::vector<std::string>{"sit", "walk"}));
  EXPECT_DOUBLE_EQ(dataset.rate_hz, 50);
  EXPECT_EQ(dataset.train.count, 6);  // 3 windows of 128 in 300, one every 64
  EXPECT_EQ(dataset.test.count, 6);
  EXPECT_EQ(dataset.train.person, std::vector<int32_t>(6, 0));
  EXPECT_EQ(dataset.test.person, std::vector<int32_t>(6, 1));
  EXPECT_EQ(dataset.train.x[0], 0);
  EXPECT_EQ(dataset.train.x[256], 64);
}

TEST(Recordings, OfUnknownPeopleShareNoMomentBetweenTheSplits) {
  const TemporaryFolder folder;
  write_file(folder.path() / "walk.csv", counted(1000));
  write_file(folder.path() / "sit.csv", counted(1000));
  const Dataset dataset = read_dataset(folder.path().string());
  float last = 0, first = 1e9F;
  for (size_t i = 0; i < dataset.train.x.size(); i += 2) last = std::max(last, dataset.train.x[i]);
  for (size_t i = 0; i < dataset.test.x.size(); i += 2) first = std::min(first, dataset.test.x[i]);
  EXPECT_LT(last, first);
}

TEST(Recordings, EndWindowsAtGapsAndSaySo) {
  const TemporaryFolder folder;
  write_file(folder.path() / "walk.csv", counted(1000, 20, 500));
  write_file(folder.path() / "sit.csv", counted(1000));
  const Dataset dataset = read_dataset(folder.path().string());
  for (int64_t i = 0; i < dataset.train.count; i++) {
    const auto sample = dataset.sample(dataset.train, i);
    EXPECT_EQ(sample[254] - sample[0], 127);
  }
  ASSERT_EQ(dataset.notes.size(), 2u);
  EXPECT_NE(dataset.notes[1].find("walk.csv: 1 gaps"), std::string::npos) << dataset.notes[1];
}

TEST(Recordings, OfAnotherRateAreResampled) {
  const TemporaryFolder folder;
  write_file(folder.path() / "a.csv", counted(1000));
  write_file(folder.path() / "b.csv", counted(1000));
  write_file(folder.path() / "c.csv", counted(2000, 10));
  const Dataset dataset = read_dataset(folder.path().string());
  EXPECT_DOUBLE_EQ(dataset.rate_hz, 50);
  for (int64_t i = 0; i < dataset.train.count; i++) {
    if (dataset.train.y[static_cast<size_t>(i)] != 2) continue;
    const auto sample = dataset.sample(dataset.train, i);
    EXPECT_EQ(sample[254] - sample[0], 2 * 127);
  }
}

TEST(RecordingFile, UnderstandsUnitsAndTimes) {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "p.csv";
  write_file(file,
             "\"Time (s)\",\"Acceleration x (m/s^2)\",\"Gyro (deg/s)\"\n0,9.80665,180\n0.02,0,0\n");
  const RecordingFile phone = read_recording_file(file);
  EXPECT_EQ(phone.channels, (std::vector<std::string>{"Acceleration x (m/s^2)", "Gyro (deg/s)"}));
  EXPECT_FLOAT_EQ(phone.samples[0], 1);
  EXPECT_FLOAT_EQ(phone.samples[1], std::numbers::pi_v<float>);
  EXPECT_DOUBLE_EQ(phone.time_s[1], 0.02);
  write_file(file,
             "time,seconds_elapsed,z\n1700000000000000000,0.5,1\n1700000000020000000,0.52,2\n");
  EXPECT_DOUBLE_EQ(read_recording_file(file).time_s[1], 0.52);
  EXPECT_EQ(read_recording_file(file).channels, std::vector<std::string>{"z"});
}

TEST(RecordingFile, ReadsDataAcquisitionFiles) {
  const TemporaryFolder folder;
  const Json json = {{"payload",
                      {{"interval_ms", 10},
                       {"sensors", {{{"name", "accX"}, {"units", "m/s2"}}, {{"name", "t"}}}},
                       {"values", {{9.80665, 1}, {0, 2}}}}}};
  write_file(folder.path() / "a.json", json.dump());
  const std::vector<uint8_t> cbor = Json::to_cbor(json);
  write_file(folder.path() / "a.cbor", std::string(cbor.begin(), cbor.end()));
  for (const char* name : {"a.json", "a.cbor"}) {
    const RecordingFile read = read_recording_file(folder.path() / name);
    EXPECT_EQ(read.channels, (std::vector<std::string>{"accX", "t"}));
    EXPECT_EQ(read.samples, (std::vector<float>{1, 1, 0, 2}));
    EXPECT_DOUBLE_EQ(read.time_s[1], 0.01);
  }
}

TEST(RecordingFile, NamesThePlaceOfWhatIsWrong) {
  const TemporaryFolder folder;
  write_file(folder.path() / "walk.csv", "timestamp,a\n0,1\n20,x\n");
  expect_error(folder.path(), ErrorCode::bad_value, "walk.csv:3", "'x' is no number");
  write_file(folder.path() / "walk.csv", "timestamp,a\n0,1\n20\n");
  expect_error(folder.path(), ErrorCode::malformed_file, "walk.csv:3", "1 columns");
  write_file(folder.path() / "walk.csv", "timestamp,a\n20,1\n0,1\n");
  expect_error(folder.path(), ErrorCode::bad_value, "walk.csv:3", "time goes back");
  write_file(folder.path() / "walk.csv", "timestamp,a\n0,1\n1e-300,1\n");
  expect_error(folder.path(), ErrorCode::bad_value, "walk.csv", "no sensor's");
  write_file(folder.path() / "walk.csv", "timestamp\n20\n");
  expect_error(folder.path(), ErrorCode::malformed_file, "walk.csv:1", "names no channel");
  write_file(folder.path() / "walk.csv", counted(300));
  write_file(folder.path() / "sit.csv", "timestamp,a\n0,1\n20,1\n");
  expect_error(folder.path(), ErrorCode::shape_mismatch, "walk.csv", "2 channels (a b)");
}

// A slow sine keeps its form at another rate, one too fast for the new rate goes.
TEST(Resampler, KeepsWhatTheNewRateCanShow) {
  const auto resampled = [](double from, double to, double hz) {
    Resampler resampler(from, to);
    std::vector<double> found;
    for (int i = 0; i < static_cast<int>(4 * from); i++) {
      const std::vector<double> sample{std::sin(2 * std::numbers::pi * hz * i / from)};
      resampler.take(sample, [&](std::span<const double> one) { found.push_back(one[0]); });
    }
    return found;
  };
  for (const auto& [from, to] : {std::pair(50.0, 100.0), std::pair(100.0, 50.0),
                                 std::pair(62.5, 50.0), std::pair(31.0, 50.0)}) {
    const std::vector<double> found = resampled(from, to, 1);
    EXPECT_NEAR(static_cast<double>(found.size()), 4 * to, 3);
    const double late = std::round(from / to) > 1 ? 0.5 * (std::round(from / to) - 1) / from : 0;
    for (size_t i = 0; i < found.size(); i++) {
      const double wanted = std::sin(2 * std::numbers::pi * (static_cast<double>(i) / to + late));
      EXPECT_NEAR(found[i], wanted, 0.02) << from << " " << to << " " << i;
    }
  }
  for (const double value : resampled(400, 50, 100)) EXPECT_NEAR(value, 0, 0.01);
}

}  // namespace
}  // namespace mote
