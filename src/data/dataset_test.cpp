// SPDX-License-Identifier: Apache-2.0
#include "data/dataset.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace mote {
namespace {

// One-number samples whose number is their index; `people` people in turn, or none.
Dataset numbered(int count, int people, int classes = 2) {
  Dataset dataset;
  dataset.shape = {1, 1};
  dataset.train.count = count;
  for (int i = 0; i < count; i++) {
    dataset.train.x.push_back(static_cast<float>(i));
    dataset.train.y.push_back(i / 3 % classes);
    if (people > 0) dataset.train.person.push_back(100 - 7 * (i % people));
  }
  return dataset;
}

std::set<int32_t> people_of(const Split& split) {
  return {split.person.begin(), split.person.end()};
}

TEST(SplitValidation, TakesWholePeopleAndLosesNoSample) {
  for (int people : {2, 3, 4, 5, 7, 8, 16, 21, 33}) {
    const Dataset dataset = numbered(people * 12, people);
    const TrainValidation parts = split_validation(dataset);
    const std::set<int32_t> learn = people_of(parts.train), check = people_of(parts.validation);
    EXPECT_EQ(static_cast<int>(learn.size() + check.size()), people);
    for (int32_t person : check) EXPECT_EQ(learn.count(person), 0u) << person;
    EXPECT_NEAR(static_cast<double>(check.size()), std::max(1.0, people / 5.0), 0.5) << people;
    std::vector<float> all = parts.train.x;
    all.insert(all.end(), parts.validation.x.begin(), parts.validation.x.end());
    std::sort(all.begin(), all.end());
    EXPECT_EQ(all, dataset.train.x);
  }
}

TEST(SplitValidation, SpreadsThePeopleOverTheIds) {
  const std::set<int32_t> chosen = people_of(split_validation(numbered(400, 20)).validation);
  const std::vector<int32_t> ids(chosen.begin(), chosen.end());
  ASSERT_EQ(ids.size(), 4u);
  for (size_t i = 1; i < ids.size(); i++) EXPECT_EQ(ids[i] - ids[i - 1], 5 * 7);
}

TEST(SplitValidation, IsTheSameEveryTime) {
  const Dataset dataset = numbered(100, 9);
  EXPECT_EQ(split_validation(dataset).train.x, split_validation(dataset).train.x);
  EXPECT_EQ(split_validation(dataset).validation.y, split_validation(dataset).validation.y);
}

TEST(SplitValidation, WithoutPeopleTakesEveryEighthOfEachClass) {
  for (int people : {0, 1}) {
    const Dataset dataset = numbered(320, people, 4);
    const TrainValidation parts = split_validation(dataset);
    std::map<int32_t, int> counts;
    for (int32_t label : parts.validation.y) counts[label]++;
    EXPECT_EQ(counts.size(), 4u);
    for (const auto& [label, count] : counts) EXPECT_NEAR(count, 10, 1) << label;
    EXPECT_EQ(parts.train.size() + parts.validation.size(), 320);
  }
}

TEST(SplitValidation, NeverTakesTheOnlyPersonWhoShowsAClass) {
  Dataset dataset = numbered(40, 2);
  for (size_t i = 0; i < 40; i++) dataset.train.y[i] = dataset.train.person[i] == 100 ? 1 : 0;
  const TrainValidation parts = split_validation(dataset);
  EXPECT_EQ(std::set<int32_t>(parts.train.y.begin(), parts.train.y.end()).size(), 2u);
  EXPECT_GT(parts.validation.size(), 0);
}

TEST(SplitValidation, LeavesBothPartsSomethingWhenThereIsLittle) {
  for (int count : {4, 5, 6, 9}) {
    const TrainValidation parts = split_validation(numbered(count, 0));
    EXPECT_GT(parts.validation.size(), 0) << count;
    EXPECT_EQ(std::set<int32_t>(parts.train.y.begin(), parts.train.y.end()).size(), 2u) << count;
  }
}

TEST(SplitFolds, EverySampleIsForValidationOnceAndNobodyIsOnBothSides) {
  for (int people : {0, 2, 3, 7, 21}) {
    const Dataset dataset = numbered(252, people);
    std::vector<float> all;
    for (const TrainValidation& parts : split_folds(dataset, 3)) {
      EXPECT_EQ(parts.train.size() + parts.validation.size(), 252);
      EXPECT_NEAR(static_cast<double>(parts.validation.size()), 84, people == 7 ? 25 : 1);
      if (people >= 3) {
        for (int32_t person : people_of(parts.validation)) {
          EXPECT_EQ(people_of(parts.train).count(person), 0u) << person;
        }
      }
      all.insert(all.end(), parts.validation.x.begin(), parts.validation.x.end());
    }
    std::sort(all.begin(), all.end());
    EXPECT_EQ(all, dataset.train.x);
  }
}

TEST(SplitFolds, EveryFoldLearnsAllClasses) {
  Dataset dataset = numbered(40, 2);
  for (size_t i = 0; i < 40; i++) dataset.train.y[i] = dataset.train.person[i] == 100 ? 1 : 0;
  for (const TrainValidation& parts : split_folds(dataset, 2)) {
    EXPECT_EQ(std::set<int32_t>(parts.train.y.begin(), parts.train.y.end()).size(), 2u);
  }
}

TEST(Select, KeepsOrderAndRepeats) {
  Dataset dataset = numbered(5, 5);
  const std::vector<int64_t> indices = {4, 0, 4};
  const Split chosen = select(dataset, dataset.train, indices);
  EXPECT_EQ(chosen.x, (std::vector<float>{4, 0, 4}));
  EXPECT_EQ(chosen.y, (std::vector<int32_t>{1, 0, 1}));
  EXPECT_EQ(chosen.person, (std::vector<int32_t>{72, 100, 72}));
  dataset.train.person.clear();
  dataset.train.y.clear();
  EXPECT_TRUE(select(dataset, dataset.train, indices).y.empty());
  EXPECT_EQ(select(dataset, dataset.train, {}).size(), 0);
}

TEST(Sample, IsAViewOfItsPlace) {
  Dataset dataset = numbered(6, 0);
  dataset.shape = {2, 1};
  dataset.train.count = 3;
  EXPECT_EQ(dataset.sample(dataset.train, 2).data(), dataset.train.x.data() + 4);
  EXPECT_EQ(dataset.sample(dataset.train, 2).size(), 2u);
}

}  // namespace
}  // namespace mote
