// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "data/test_data.h"

namespace mote {
namespace {

const fs::path kSignal = fs::path("train") / "Inertial Signals" / "body_gyro_y_train.txt";

class UciHar : public ::testing::Test {
 protected:
  void SetUp() override { write_ucihar_dataset(path()); }
  const fs::path& path() const { return folder_.path(); }

 private:
  TemporaryFolder folder_;
};

TEST_F(UciHar, PutsTheNineSignalsSideBySide) {
  const Dataset dataset = read_dataset(path().string());
  EXPECT_EQ(dataset.shape, (std::vector<int64_t>{128, 9}));
  EXPECT_EQ(dataset.rate_hz, 50);
  EXPECT_EQ(dataset.classes, (std::vector<std::string>{"WALKING", "LAYING"}));
  EXPECT_EQ(dataset.channels[4], "body_gyro_y");
  EXPECT_EQ(dataset.train.y, (std::vector<int32_t>{0, 1, 0}));
  EXPECT_EQ(dataset.train.person, (std::vector<int32_t>{10, 11, 12}));
  // Window 2, step 127, channels x y z: the generator's number for that place.
  const std::span<const float> window = dataset.sample(dataset.train, 2);
  for (size_t axis = 0; axis < 3; axis++) {
    const float wanted = static_cast<float>(383 * 8 + 'x' + static_cast<int>(axis)) * 1e-3f;
    EXPECT_FLOAT_EQ(window[127 * 9 + axis], wanted);
    EXPECT_FLOAT_EQ(window[127 * 9 + 6 + axis], wanted);
  }
}

TEST_F(UciHar, IsAlsoFoundOneFolderBelow) {
  const TemporaryFolder outer;
  write_file(outer.path() / "README.md", "hello");
  fs::copy(path(), outer.path() / "UCI HAR Dataset", fs::copy_options::recursive);
  EXPECT_EQ(read_dataset(outer.path().string()).train.size(), 3);
}

TEST_F(UciHar, AWordAmongTheNumbersIsNamedWithFileLineAndColumn) {
  for (const std::string word : {"oops", "1.2.3", "12,5", "--1", "0x10", "1e99", "\"1\""}) {
    const TemporaryFolder copy;
    write_ucihar_dataset(copy.path());
    // The first number of line 2 is number 128: 128 * 8 + 'y'.
    change_text(copy.path() / kSignal, "  1145e-003", " 1 " + word);
    expect_error(copy.path(), ErrorCode::malformed_file, kSignal.string() + ":2",
                 "'" + word + "' in column 2 is not a number");
  }
}

TEST_F(UciHar, ReadsSignsTabsAndDosLineEnds) {
  change_text(path() / kSignal, "  1145e-003 1153e-003", "\t+1.5\t  -2.5E+0 ");
  std::string text = read_file(path() / kSignal);
  for (size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) {
    text.insert(at, "\r");
  }
  write_file(path() / kSignal, text + "\r\n\r\n");
  const Dataset dataset = read_dataset(path().string());
  EXPECT_EQ(dataset.sample(dataset.train, 1)[4], 1.5f);
  EXPECT_EQ(dataset.sample(dataset.train, 1)[9 + 4], -2.5f);
}

TEST_F(UciHar, AnotherNumberOfColumnsIsNamedWithFileAndLine) {
  change_text(path() / kSignal, "  1145e-003", " ");
  expect_error(path(), ErrorCode::malformed_file, kSignal.string() + ":2",
               "127 numbers in this line, expected 128");
  change_text(path() / kSignal, "\n", " 1 2\n");
  expect_error(path(), ErrorCode::malformed_file, kSignal.string() + ":1", "130 numbers");
}

TEST_F(UciHar, AnEmptyLineInTheMiddleAndACutFileAreNamed) {
  const std::string text = read_file(path() / kSignal);
  write_file(path() / kSignal, text.substr(0, text.size() - 60));
  expect_error(path(), ErrorCode::malformed_file, kSignal.string() + ":3", "expected 128");
  change_text(path() / kSignal, "\n", "\n\n");
  expect_error(path(), ErrorCode::malformed_file, kSignal.string() + ":2", "0 numbers");
  write_file(path() / kSignal, text.substr(0, text.find('\n') + 1));
  expect_error(path(), ErrorCode::shape_mismatch, kSignal.string(), "1 windows, but");
}

TEST_F(UciHar, NanAndInfinityAreNamedWithFileLineAndStep) {
  change_text(path() / kSignal, "  1145e-003", "  nan");
  expect_error(path(), ErrorCode::bad_value, kSignal.string() + ":2",
               "sample 1, time step 0, channel 4 (body_gyro_y) is not a number");
  change_text(path() / kSignal, "  nan", "  -inf");
  expect_error(path(), ErrorCode::bad_value, kSignal.string() + ":2", "is infinite");
}

TEST_F(UciHar, LabelsAndPeopleAreCheckedLineByLine) {
  write_file(path() / "test" / "y_test.txt", "1\n7\n");
  expect_error(path(), ErrorCode::bad_value, "y_test.txt:2",
               "label 7 of sample 1 is out of range, expected 1 to 2");
  write_file(path() / "test" / "y_test.txt", "1\n1.5\n");
  expect_error(path(), ErrorCode::malformed_file, "y_test.txt:2", "1.5 is not a whole number");
  write_file(path() / "test" / "y_test.txt", "1\n2\n1\n");
  expect_error(path(), ErrorCode::shape_mismatch, "subject_test.txt", "2 people, but");
  write_file(path() / "test" / "subject_test.txt", "1\n2\n1\n");
  expect_error(path(), ErrorCode::shape_mismatch, "_test.txt", "2 windows, but");
}

TEST_F(UciHar, TheListOfActivitiesIsChecked) {
  for (const std::string line : {"WALKING", "1", "1 ", "1WALKING", "2 AGAIN"}) {
    write_file(path() / "activity_labels.txt", "2 LAYING\n" + line + "\n");
    expect_error(path(), ErrorCode::malformed_file, "activity_labels.txt:2", "expected a new");
  }
  fs::remove(path() / "activity_labels.txt");
  expect_error(path(), ErrorCode::missing_file, "activity_labels.txt", "is missing");
}

TEST_F(UciHar, AMissingPartIsNamed) {
  fs::remove(path() / kSignal);
  expect_error(path(), ErrorCode::missing_file, kSignal.string(), "is missing");
  fs::remove_all(path() / "train");
  expect_error(path(), ErrorCode::missing_file, "y_train.txt", "the folder holds nothing");
}

TEST(RealUciHarText, GivesPublishedValuesAndSeparatePeople) {
  const fs::path folder = shared_folder() / "data" / "ucihar" / "original_layout";
  if (!fs::exists(folder)) GTEST_SKIP() << folder << " is not there";
  const Dataset dataset = read_dataset(folder.string());
  EXPECT_EQ(dataset.name, "ucihar");
  EXPECT_EQ(dataset.train.size(), 200);
  EXPECT_EQ(dataset.test.size(), 200);
  EXPECT_EQ(dataset.classes[5], "LAYING");
  EXPECT_EQ(dataset.train.x[9], -0.004026f) << "body_acc_x, step 1";
  const std::set<int32_t> people(dataset.train.person.begin(), dataset.train.person.end());
  for (int32_t person : dataset.test.person) EXPECT_EQ(people.count(person), 0u);
}

}  // namespace
}  // namespace mote
