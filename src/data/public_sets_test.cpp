// SPDX-License-Identifier: Apache-2.0
// Data sets as their authors publish them, in small.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "data/recording_file.h"
#include "data/test_data.h"

namespace mote {
namespace {

std::string lines(int count, const std::function<std::string(int)>& line) {
  std::string text;
  for (int i = 0; i < count; i++) text += line(i) + "\n";
  return text;
}

TEST(MotionSense, AddsGravityToWhatMovesBesides) {
  const TemporaryFolder folder;
  const auto motion = [](int i) {
    return fmt::format("{},9,9,9,0,0,1,{},2,3,0.5,0,{}", i, 0.1 * i, 0.001 * i);
  };
  for (const char* const trial : {"dws_1", "wlk_7"}) {
    for (const char* const person : {"sub_1", "sub_2"}) {
      write_file(folder.path() / trial / (person + std::string(".csv")),
                 ",attitude.roll,attitude.pitch,attitude.yaw,gravity.x,gravity.y,gravity.z,"
                 "rotationRate.x,rotationRate.y,rotationRate.z,userAcceleration.x,"
                 "userAcceleration.y,userAcceleration.z\n" +
                     lines(200, motion));
    }
  }
  const Dataset dataset = read_dataset(folder.path().string());
  EXPECT_EQ(dataset.format, "motionsense");
  EXPECT_EQ(dataset.shape, (std::vector<int64_t>{128, 6}));
  EXPECT_EQ(dataset.rate_hz, 50);
  EXPECT_EQ(dataset.classes[0], "downstairs");
  EXPECT_EQ(dataset.train.count, 4);  // two windows of each of a person's two recordings
  EXPECT_EQ(dataset.test.count, 4);
  const auto second = dataset.sample(dataset.train, 0).subspan(6, 6);
  const float wanted[] = {0.5f, 0, 1.001f, 0.1f, 2, 3};
  for (size_t i = 0; i < 6; i++) EXPECT_NEAR(second[i], wanted[i], 1e-6);
}

TEST(SisFall, TakesTheHardestMomentForTheFall) {
  const TemporaryFolder folder;
  const auto quiet = [](int) { return std::string(" 0, -256, 0, 16, 0, 0, 1, 2, 3;"); };
  const auto fall = [](int i) {
    return fmt::format("{}, -256, 0, 0, 0, 0, 1, 2, 3;", i == 1500 ? 2560 : 0);
  };
  for (const char* const person : {"SA01", "SE02"}) {
    const std::string name = fmt::format("{0}/D01_{0}_R01.txt", person);
    write_file(folder.path() / name, lines(3000, quiet));
    write_file(folder.path() / fmt::format("{0}/F01_{0}_R01.txt", person), lines(3000, fall));
  }
  const Dataset dataset = read_dataset(folder.path().string());
  EXPECT_EQ(dataset.format, "sisfall");
  EXPECT_EQ(dataset.classes, (std::vector<std::string>{"daily", "fall"}));
  EXPECT_EQ(dataset.rate_hz, 200);
  EXPECT_EQ(dataset.shape, (std::vector<int64_t>{512, 6}));
  const Split& train = dataset.train;
  EXPECT_FLOAT_EQ(train.x[1], -1);  // g
  EXPECT_NEAR(train.x[3], 16 * 4000.0 / 65536 * std::numbers::pi / 180, 1e-6);
  const auto falls = std::count(train.y.begin(), train.y.end(), 1);
  EXPECT_GE(falls, 1);
  EXPECT_LE(falls, 2);
  for (int64_t i = 0; i < train.count; i++) {
    if (train.y[static_cast<size_t>(i)] != 1) continue;
    const int32_t start = train.start[static_cast<size_t>(i)];
    EXPECT_TRUE(start <= 1500 && start + 512 > 1500);
  }
}

std::string pamap_line(int i, int activity, bool misses) {
  std::string line = fmt::format("{:.2f} {} NaN", 8.38 + 0.01 * i, activity);
  for (int column = 3; column < 54; column++) {
    line += misses && column == 5 ? " NaN" : fmt::format(" {}", column);
  }
  return line;
}

TEST(Pamap2, ReadsThreeUnitsAndLeavesOutWhatIsMissing) {
  const TemporaryFolder folder;
  for (const char* const subject : {"subject101", "subject102"}) {
    write_file(folder.path() / "Protocol" / (subject + std::string(".dat")), lines(1500, [](int i) {
                 return pamap_line(i, i < 600 ? 1 : i < 700 ? 0 : 4, i == 300);
               }));
  }
  const Dataset dataset = read_dataset(folder.path().string());
  EXPECT_EQ(dataset.format, "pamap2");
  EXPECT_EQ(dataset.classes, (std::vector<std::string>{"lying", "walking"}));
  EXPECT_EQ(dataset.shape, (std::vector<int64_t>{256, 18}));
  EXPECT_EQ(dataset.channels[6], "chest_acc_x");
  EXPECT_NEAR(dataset.train.x[0], 4 / 9.80665, 1e-6);
  EXPECT_NEAR(dataset.train.x[6], 21 / 9.80665, 1e-6);
  EXPECT_NEAR(dataset.train.x[9], 27, 1e-6);
  // One moment missed is no gap.
  EXPECT_EQ(dataset.notes.size(), 1u) << dataset.notes.back();
  write_file(folder.path() / "Protocol/subject103.dat", "1 2 3\n");
  try {
    read_dataset(folder.path().string());
    FAIL();
  } catch (const Error& error) {
    EXPECT_TRUE(std::string(error.what()).find("subject103.dat:1") != std::string::npos);
  }
}

TEST(Wisdm, ReadsTheFirstFormAndCountsOddLines) {
  const TemporaryFolder folder;
  std::string text;
  int64_t time = 0;
  for (const int person : {33, 17}) {
    for (const char* const activity : {"Jogging", "Walking"}) {
      for (int i = 0; i < 100; i++) {
        time += 50'000'000;
        text += fmt::format("{},{},{},9.80665,{},0.0;\n", person, activity, time, i);
      }
    }
  }
  text += "33,Jogging,\n\n17,Walking,0,1,2,3;\n";
  write_file(folder.path() / "WISDM_ar_v1.1_raw.txt", text);
  const Dataset dataset = read_dataset(folder.path().string());
  EXPECT_EQ(dataset.format, "wisdm");
  EXPECT_EQ(dataset.classes, (std::vector<std::string>{"Jogging", "Walking"}));
  EXPECT_EQ(dataset.rate_hz, 20);
  EXPECT_EQ(dataset.shape, (std::vector<int64_t>{32, 3}));
  EXPECT_FLOAT_EQ(dataset.train.x[0], 1);
  EXPECT_EQ(dataset.notes.back(), "2 of 402 lines are no samples");
}

TEST(Wisdm, PutsThePhonesSensorsSideBySide) {
  const TemporaryFolder folder;
  for (const int person : {1600, 1601}) {
    for (const char* const sensor : {"accel", "gyro"}) {
      std::string text;
      for (const char letter : {'A', 'E'}) {
        for (int i = 0; i < 200; i++) {
          const int64_t time = 1'000'000'000'000 * letter + 50'000'000 * int64_t{i} +
                               (sensor[0] == 'g' ? 25'000'000 : 0);
          text += fmt::format("{},{},{},{},0.0,{};\n", person, letter, time, i, int{letter});
        }
      }
      write_file(folder.path() / "raw/phone" / sensor /
                     fmt::format("data_{}_{}_phone.txt", person, sensor),
                 text);
    }
  }
  const Dataset dataset = read_dataset(folder.path().string());
  EXPECT_EQ(dataset.format, "wisdm");
  EXPECT_EQ(dataset.shape, (std::vector<int64_t>{32, 6}));
  EXPECT_EQ(dataset.classes[0], "walking");
  const auto sample = dataset.sample(dataset.train, 0);
  // The gyroscope is half a sample late: between its samples at the moments of the other.
  EXPECT_NEAR(sample[0], 1 / 9.80665, 1e-6);
  EXPECT_NEAR(sample[3], 0.5, 1e-4);
  EXPECT_EQ(sample[5], 'A');
}

TEST(Phones, ExportAFolderOfSensorsOfDifferentRates) {
  const TemporaryFolder folder;
  for (const char* const label : {"walk", "sit"}) {
    const fs::path place = folder.path() / (label + std::string(".anna.1"));
    write_file(place / "Accelerometer.csv", "time,seconds_elapsed,z,y,x\n" + lines(2000, [](int i) {
                                              return fmt::format("{},{},3,2,{}", i, 0.01 * i, i);
                                            }));
    write_file(place / "Gyroscope.csv",
               "\"Time (s)\",\"X (rad/s)\",\"Y (rad/s)\",\"Z (rad/s)\"\n" + lines(1000, [](int i) {
                 return fmt::format("{},{},0,0", 0.5 + 0.02 * i, 2 * i + 50);
               }));
    write_file(place / "Metadata.csv", "version,device\n3,phone\n");
  }
  const Dataset dataset = read_dataset(folder.path().string());
  EXPECT_EQ(dataset.format, "recordings");
  EXPECT_EQ(dataset.rate_hz, 100);
  EXPECT_EQ(dataset.channels,
            (std::vector<std::string>{"accelerometer_x", "accelerometer_y", "accelerometer_z",
                                      "gyroscope_x", "gyroscope_y", "gyroscope_z"}));
  for (int64_t i = 0; i < dataset.train.count; i++) {
    const auto sample = dataset.sample(dataset.train, i);
    EXPECT_NEAR(sample[0], sample[3], 1e-3);  // both count hundredths of a second
    EXPECT_EQ(sample[2], 3);
  }
}

TEST(Ts, HasDimensionsBesideEachOther) {
  const TemporaryFolder folder;
  const std::string head = "# made\n@problemName Moves\n@classLabel true a b\n@data\n";
  write_file(folder.path() / "Moves_TRAIN.ts", head + "1,2,3:4,5,6:b\n7,8,9:1,1,1:a\n");
  write_file(folder.path() / "Moves_TEST.ts", head + "0,0,1:0,0,2:a\n");
  const Dataset dataset = read_dataset(folder.path().string());
  EXPECT_EQ(dataset.format, "ts");
  EXPECT_EQ(dataset.shape, (std::vector<int64_t>{3, 2}));
  EXPECT_EQ(dataset.train.y, (std::vector<int32_t>{1, 0}));
  EXPECT_EQ(std::vector<float>(dataset.train.x.begin(), dataset.train.x.begin() + 6),
            (std::vector<float>{1, 4, 2, 5, 3, 6}));
  EXPECT_EQ(dataset.test.x.back(), 2);
  write_file(folder.path() / "Moves_TEST.ts", head + "0,0:0,0,2:a\n");
  expect_error(folder.path(), ErrorCode::shape_mismatch, "Moves_TEST.ts:5",
               "of 2 steps and others");
  write_file(folder.path() / "Moves_TEST.ts", head + "0,0,1,8:0,0,2,9:a\n");
  const Dataset longer = read_dataset(folder.path().string());
  EXPECT_EQ(longer.shape, (std::vector<int64_t>{4, 2}));
  EXPECT_EQ(longer.train.x[7], longer.train.x[5]);
  EXPECT_EQ(longer.notes.size(), 1u);
  write_file(folder.path() / "Moves_TEST.ts", head + "0,?,1:0,0,2:a\n");
  expect_error(folder.path(), ErrorCode::bad_value, "Moves_TEST.ts:5", "'?'");
  write_file(folder.path() / "Moves_TEST.ts", "@problemName Moves\n");
  expect_error(folder.path(), ErrorCode::malformed_file, "Moves_TEST.ts", "@data");
}

std::string wav(int rate, int count, int first) {
  std::string bytes = "RIFF";
  const auto put = [&](uint32_t value, int size) {
    for (int i = 0; i < size; i++) bytes += static_cast<char>(value >> (8 * i) & 255);
  };
  const auto data = static_cast<uint32_t>(2 * count), hz = static_cast<uint32_t>(rate);
  put(36 + data, 4);
  bytes += "WAVEfmt ";
  put(16, 4);
  put(1, 2);
  put(1, 2);
  put(hz, 4);
  put(2 * hz, 4);
  put(2, 2);
  put(16, 2);
  bytes += "data";
  put(data, 4);
  for (int i = 0; i < count; i++) put(static_cast<uint32_t>(first + i), 2);
  return bytes;
}

TEST(Wav, FoldersAreClassesOfSecondsOfSound) {
  const TemporaryFolder folder;
  for (const char* const who : {"anna", "ben"}) {
    write_file(folder.path() / "yes" / fmt::format("{}_nohash_0.wav", who), wav(1000, 800, 1));
    write_file(folder.path() / "no" / fmt::format("{}_nohash_0.wav", who), wav(1000, 2000, 1));
  }
  write_file(folder.path() / "_background_noise_/pink.wav", wav(1000, 3000, 1));
  const Dataset dataset = read_dataset(folder.path().string());
  EXPECT_EQ(dataset.format, "wav");
  EXPECT_EQ(dataset.shape, (std::vector<int64_t>{1000, 1}));
  EXPECT_EQ(dataset.classes, (std::vector<std::string>{"no", "yes"}));
  EXPECT_EQ(dataset.train.y, (std::vector<int32_t>{0, 0, 0, 1}));  // a window every half second
  EXPECT_EQ(dataset.test.count, 4);
  EXPECT_EQ(dataset.train.x[0], 1.0f / 32768);
  EXPECT_EQ(dataset.train.x[3999], 0) << "what is short ends in silence";
  EXPECT_EQ(dataset.count_scale, std::vector<float>{1.0f / 32768});
  write_file(folder.path() / "testing_list.txt", "yes/anna_nohash_0.wav\nno/ben_nohash_0.wav\n");
  EXPECT_EQ(read_dataset(folder.path().string()).test.y, (std::vector<int32_t>{0, 0, 0, 1}));
}

TEST(SideBySide, NeedsTimesInCommon) {
  const RecordingFile one{{"a"}, {0, 1, 2}, {1, 2, 3}, 3}, late{{"b"}, {7, 8}, {1, 2}, 2};
  EXPECT_THROW(side_by_side({one, late}, "f"), Error);
  EXPECT_THROW(side_by_side({one, {{"c"}, {}, {1}, 1}}, "f"), Error);
  // No samples near in a hole of the other.
  const RecordingFile holed{{"d"}, {0, 0.5, 1, 9, 9.5}, {0, 1, 2, 3, 4}, 5};
  const RecordingFile both = side_by_side({{{"e"}, {0, 1, 2, 3}, {0, 1, 2, 3}, 4}, holed}, "f");
  EXPECT_EQ(both.time_s, (std::vector<double>{0, 0.5, 1}));
}

}  // namespace
}  // namespace mote
