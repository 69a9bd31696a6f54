// SPDX-License-Identifier: Apache-2.0
// Finding the format, and the checks that hold for every format.
#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "data/check.h"
#include "data/test_data.h"

namespace mote {
namespace {

TEST(Formats, HaveDifferentNamesAndSummaries) {
  std::set<std::string_view> names;
  for (const DatasetFormat* format : all_dataset_formats()) {
    names.insert(format->name);
    EXPECT_FALSE(format->summary.empty()) << format->name;
  }
  EXPECT_EQ(names,
            (std::set<std::string_view>{"fashion-mnist", "gasdrift", "hapt", "idx", "images",
                                        "motionsense", "npy", "pamap2", "recordings", "sisfall",
                                        "synthetic-har", "ts", "ucihar", "wav", "wisdm"}));
}

TEST(Formats, AreFoundByContentNotByName) {
  const TemporaryFolder folder;
  write_npy_dataset(folder.path() / "ucihar");
  write_ucihar_dataset(folder.path() / "npy");
  EXPECT_EQ(read_dataset((folder.path() / "ucihar").string()).format, "npy");
  EXPECT_EQ(read_dataset((folder.path() / "npy").string()).format, "ucihar");
}

TEST(Formats, AMissingPathIsNamed) {
  expect_error("/nowhere/at/all", ErrorCode::missing_file, "/nowhere/at/all", "neither a path");
  expect_error("", ErrorCode::missing_file, "", "neither a path");
}

TEST(Formats, AMisspeltBuiltInNameGetsASuggestion) {
  try {
    read_dataset("sinthetic-har");
    FAIL() << "read without an error";
  } catch (const Error& error) {
    EXPECT_EQ(error.help, "did you mean 'synthetic-har'?");
  }
}

TEST(Formats, AnEmptyFolderIsCalledEmptyAndEveryFormatTellsWhatItLooksFor) {
  const TemporaryFolder folder;
  expect_error(folder.path(), ErrorCode::missing_file, folder.path().string(), "empty folder");
  for (const std::string word : {"activity_labels.txt", "X_train.npy", "images-idx3-ubyte"}) {
    expect_error(folder.path(), ErrorCode::missing_file, "", word);
  }
}

TEST(Formats, AnUnknownFolderAndAFileAreTold) {
  const TemporaryFolder folder;
  write_file(folder.path() / "notes.txt", "hello");
  expect_error(folder.path(), ErrorCode::malformed_file, folder.path().string(), "X_train.npy");
  expect_error(folder.path() / "notes.txt", ErrorCode::malformed_file, "notes.txt", "is a file");
}

// Two classes, 2 x 3 windows; good as it is.
Dataset small_dataset() {
  Dataset dataset;
  dataset.name = "small";
  dataset.shape = {2, 3};
  dataset.classes = {"a", "b"};
  dataset.channels = {"p", "q", "r"};
  for (Split* split : {&dataset.train, &dataset.test}) {
    split->x.assign(4 * 6, 0.5f);
    split->y = {0, 1, 1, 0};
    split->count = 4;
    split->origin = {{"x.npy"}, "y.npy", false};
  }
  return dataset;
}

void expect_check(const Dataset& dataset, ErrorCode code, const std::string& place,
                  const std::string& message) {
  try {
    check_dataset(dataset);
    ADD_FAILURE() << "no error; wanted: " << message;
  } catch (const Error& error) {
    EXPECT_EQ(error_label(error.code), error_label(code));
    EXPECT_EQ(error.place, place);
    EXPECT_NE(error.message.find(message), std::string::npos) << error.message;
  }
}

TEST(Checks, AcceptAGoodDataSet) {
  EXPECT_NO_THROW(check_dataset(small_dataset()));
}

TEST(Checks, NameSampleStepAndChannelOfTheFirstAndLastBadNumber) {
  Dataset dataset = small_dataset();
  dataset.test.x.back() = -std::numeric_limits<float>::infinity();
  expect_check(dataset, ErrorCode::bad_value, "x.npy",
               "sample 3, time step 1, channel 2 (r) is infinite");
  dataset.train.x.front() = std::nanf("");
  expect_check(dataset, ErrorCode::bad_value, "x.npy",
               "sample 0, time step 0, channel 0 (p) is not a number");
}

TEST(Checks, NameRowAndColumnInImages) {
  Dataset dataset = small_dataset();
  dataset.kind = SampleKind::image;
  dataset.shape = {2, 3, 1};
  dataset.channels.clear();
  dataset.train.x[6 + 4] = std::nanf("");
  expect_check(dataset, ErrorCode::bad_value, "x.npy", "sample 1, row 1, column 1, channel 0 is");
}

TEST(Checks, NameFileAndLineOfTheChannelInText) {
  Dataset dataset = small_dataset();
  dataset.train.origin = {{"p.txt", "q.txt", "r.txt"}, "y.txt", true};
  dataset.train.x[2 * 6 + 4] = std::nanf("");
  expect_check(dataset, ErrorCode::bad_value, "q.txt:3", "sample 2, time step 1, channel 1 (q)");
  dataset.train.x[2 * 6 + 4] = 0;
  dataset.train.y[3] = 2;
  expect_check(dataset, ErrorCode::bad_value, "y.txt:4", "label 2 of sample 3 is out of range");
}

TEST(Checks, RefuseLabelsJustOutsideOnBothSides) {
  for (int label : {-1, 2}) {
    Dataset dataset = small_dataset();
    dataset.test.y[1] = label;
    expect_check(dataset, ErrorCode::bad_value, "y.npy",
                 fmt::format("label {} of sample 1 is out of range, expected 0 to 1", label));
  }
}

TEST(Checks, RefuseAnEmptySplitAndListsOfAnotherLength) {
  Dataset dataset = small_dataset();
  dataset.test = {};
  expect_check(dataset, ErrorCode::bad_data, "small", "no sample to test on");
  dataset = small_dataset();
  dataset.train.y = {1, 1, 1, 1};
  EXPECT_NO_THROW(check_dataset(dataset)) << "who learns what is normal needs no more";
  dataset = small_dataset();
  dataset.test.y = {1, 1, 1, 1};
  EXPECT_NO_THROW(check_dataset(dataset));
  dataset.train.y.pop_back();
  expect_check(dataset, ErrorCode::shape_mismatch, "y.npy", "3 labels, but x.npy holds 4 samples");
  dataset = small_dataset();
  dataset.train.person = {1, 2, 3};
  expect_check(dataset, ErrorCode::shape_mismatch, "x.npy", "4 samples, but 3 entries");
}

}  // namespace
}  // namespace mote
