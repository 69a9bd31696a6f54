// SPDX-License-Identifier: Apache-2.0
// For tests: small data sets on disk, ready to be broken, and the errors that must follow.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/files.h"
#include "base/npy.h"
#include "data/dataset.h"

namespace mote {

// Reading `source` must fail with this code, and with these words in its place and message.
inline void expect_error(const fs::path& source, ErrorCode code, const std::string& place,
                         const std::string& message) {
  try {
    read_dataset(source.string());
    ADD_FAILURE() << source << " was read without an error; wanted: " << message;
  } catch (const Error& error) {
    EXPECT_EQ(error_label(error.code), error_label(code)) << error.what();
    EXPECT_NE(error.place.find(place), std::string::npos)
        << "place: " << error.place << "\nwanted in it: " << place;
    EXPECT_NE(error.message.find(message), std::string::npos)
        << "message: " << error.message << "\nwanted in it: " << message;
  }
}

// The folder of real data that is not part of the repository.
inline fs::path shared_folder() {
  const char* const set = std::getenv("MOTE_SHARED");
  return set != nullptr ? fs::path(set) : fs::path(MOTE_SOURCE_DIR) / ".." / "shared";
}

// Writes count values made from their index: distinct for every element, exact in float.
inline void write_series(const fs::path& file, std::vector<int64_t> shape, char kind = 'f',
                         int item_bytes = 4) {
  NpyArray empty{kind, item_bytes, shape, {}};
  std::vector<double> values;
  for (int64_t i = 0; i < empty.size(); i++) values.push_back(static_cast<double>(i % 127));
  write_npy(file, make_npy(kind, item_bytes, shape, values));
}

inline void write_list(const fs::path& file, const std::vector<double>& values, char kind = 'i',
                       int item_bytes = 4) {
  write_npy(file, make_npy(kind, item_bytes, {static_cast<int64_t>(values.size())}, values));
}

// Five training and three test windows of 4 x 3, classes 0 and 1.
inline void write_npy_dataset(const fs::path& folder) {
  write_series(folder / "X_train.npy", {5, 4, 3});
  write_series(folder / "X_test.npy", {3, 4, 3});
  write_list(folder / "y_train.npy", {0, 1, 0, 1, 1});
  write_list(folder / "y_test.npy", {1, 0, 1});
}

// UCI-HAR's layout with `train` windows to train on and two to test on.
inline void write_ucihar_dataset(const fs::path& root, int train = 3) {
  write_file(root / "activity_labels.txt", "1 WALKING\n2 LAYING\n");
  for (const std::string part : {"train", "test"}) {
    const int count = part == "train" ? train : 2;
    std::string labels, people;
    for (int i = 0; i < count; i++) {
      labels += fmt::format("{}\n", i % 2 + 1);
      people += fmt::format("{}\n", (part == "train" ? 10 : 20) + i);
    }
    write_file(root / part / fmt::format("y_{}.txt", part), labels);
    write_file(root / part / fmt::format("subject_{}.txt", part), people);
    for (const std::string sensor : {"body_acc", "body_gyro", "total_acc"}) {
      for (const char axis : {'x', 'y', 'z'}) {
        std::string text;
        for (int i = 0; i < count * 128; i++) {
          text += fmt::format("{}{}e-003{}", i % 128 == 0 ? "  " : " ", i * 8 + axis,
                              i % 128 == 127 ? "\n" : "");
        }
        write_file(
            root / part / "Inertial Signals" / fmt::format("{}_{}_{}.txt", sensor, axis, part),
            text);
      }
    }
  }
}

// `name` in `folder` with the first `from` in it replaced by `to`.
inline void change_text(const fs::path& file, const std::string& from, const std::string& to) {
  std::string text = read_file(file);
  const size_t at = text.find(from);
  ASSERT_NE(at, std::string::npos) << file << " does not hold " << from;
  write_file(file, text.replace(at, from.size(), to));
}

// An IDX file of bytes.
inline std::string idx_content(const std::vector<int>& shape, const std::string& bytes) {
  std::string content = {0, 0, 8, static_cast<char>(shape.size())};
  for (int extent : shape) {
    for (int shift : {24, 16, 8, 0}) content += static_cast<char>(extent >> shift & 255);
  }
  return content + bytes;
}

}  // namespace mote
