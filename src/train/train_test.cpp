// SPDX-License-Identifier: Apache-2.0
#include "train/train.h"

#include <gtest/gtest.h>

#include <cmath>
#include <csignal>
#include <cstdlib>

#include "base/error.h"
#include "base/files.h"
#include "base/interrupt.h"
#include "ops/infer.h"
#include "train/test_training.h"

namespace mote {
namespace {

TEST(Train, LearnsToTellWavesApart) {
  const Dataset dataset = wave_dataset();
  const Trained trained = finish(start(dataset, {.epochs = 20}));
  ASSERT_EQ(trained.epochs.size(), 20u);
  EXPECT_LT(trained.epochs.back().loss, 0.7 * trained.epochs.front().loss);
  EXPECT_GT(test_accuracy(dataset, trained.graph), 0.9);
  EXPECT_NO_THROW(verify(trained.graph));
  EXPECT_EQ(trained.graph.meta.at("classes"), "slow\nfast\nfaster");
  EXPECT_EQ(trained.graph.meta.at("rate_hz"), "50");
  EXPECT_EQ(trained.graph.meta.at("count_scale"), "0.5 0.25 0.1");
}

TEST(Train, GivesBackTheLastEpochsNetwork) {
  const Dataset dataset = wave_dataset();
  const Trained trained = finish(start(dataset, {.epochs = 6}));
  const Split validation = split_validation(dataset).validation;
  Dataset held_out = dataset;
  held_out.test = validation;
  EXPECT_NEAR(test_accuracy(held_out, trained.graph), trained.epochs.back().validation_accuracy,
              1e-9);
}

TEST(Train, LeavesNormalizationAloneAndFollowsStatistics) {
  const Dataset dataset = wave_dataset();
  const Trained trained = finish(start(dataset, {}));
  const ChannelStatistics wanted = channel_statistics(dataset, split_validation(dataset).train);
  int changed = 0;
  for (const Value& value : trained.graph.values) {
    if (value.name == "mean") {
      EXPECT_EQ(value.constant, Tensor(wanted.mean.begin(), wanted.mean.end()));
    }
    if (value.name.ends_with("_mean"))
      changed += value.constant != Tensor(value.constant.size(), 0);
  }
  EXPECT_EQ(changed, 2) << "both batch normalizations must follow the data";
}

TEST(Train, TheSameSeedGivesTheSameWeightsAndAnotherSeedOthers) {
  const Dataset dataset = wave_dataset();
  const Trained first = finish(start(dataset, {.seed = 1}));
  expect_same(finish(start(dataset, {.seed = 1})), first);
  EXPECT_FALSE(finish(start(dataset, {.seed = 2})).graph == first.graph);
}

TEST(Train, NeedsTwoClassesToTellApartButNormalSamplesAlone) {
  Dataset dataset = wave_dataset();
  std::fill(dataset.train.y.begin(), dataset.train.y.end(), 0);
  dataset.train.origin.y_file = "y_train.npy";
  try {
    start(dataset, {});
    ADD_FAILURE() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.place, "y_train.npy");
    EXPECT_NE(error.message.find("are of class 'slow'"), std::string::npos) << error.message;
  }
  const Trained trained = finish(start(dataset, {.epochs = 1}, find_network("autoencoder")));
  EXPECT_EQ(trained.epochs.size(), 1u);
}

TEST(Train, TurnsSensorsAsFarAsItIsTold) {
  const Dataset dataset = wave_dataset();
  const auto trained = [&](std::optional<double> rotation) {
    return train(kTiny, dataset, split_validation(dataset),
                 {.epochs = 1, .rotation_rad = rotation});
  };
  const Trained own = trained({});
  expect_same(trained(kTiny.rotation_rad), own);
  EXPECT_FALSE(trained(0.5).graph == own.graph);
}

TEST(Train, GoesOnAfterEveryEpochAsIfNothingHadHappened) {
  const Dataset dataset = wave_dataset();
  const Trained whole = finish(start(dataset, {}));
  for (int stop = 0; stop <= kEpochs; stop++) {
    SCOPED_TRACE(stop);
    const TemporaryFolder folder;
    TrainOptions options{.checkpoint = folder.path() / "run.checkpoint", .resume = true};
    {
      Training first = start(dataset, options);
      for (int epoch = 0; epoch < stop; epoch++) first.run_epoch([](int64_t) {});
      const auto in_the_middle = [](int64_t done) {
        if (done == 3) throw Error(ErrorCode::interrupted, "", "");
      };
      if (stop < kEpochs) {
        EXPECT_THROW(first.run_epoch(in_the_middle), Error);
      }
    }
    Training second = start(dataset, options);
    EXPECT_EQ(second.log().size(), static_cast<size_t>(stop));
    expect_same(finish(std::move(second)), whole);
  }
}

// A folder that a process and its death test children share.
std::string shared_folder() {
  static const TemporaryFolder own;
  setenv("MOTE_TRAIN_TEST_FOLDER", own.path().c_str(), /*overwrite=*/0);
  return std::getenv("MOTE_TRAIN_TEST_FOLDER");
}

TEST(TrainDeathTest, SurvivesKillsAtAnyMoment) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const Dataset dataset = wave_dataset();
  const TrainOptions options{.checkpoint = shared_folder() + "/kill.checkpoint", .resume = true};
  const auto killed_at = [&](size_t epoch, int64_t batch) {
    Training training = start(dataset, options);
    const auto on_batch = [&](int64_t done) {
      if (training.log().size() == epoch && done == batch) std::raise(SIGKILL);
    };
    while (!training.is_done()) training.run_epoch(on_batch);
  };
  EXPECT_EXIT(killed_at(0, 1), testing::KilledBySignal(SIGKILL), "");
  EXPECT_FALSE(fs::exists(options.checkpoint));
  EXPECT_EXIT(killed_at(2, 5), testing::KilledBySignal(SIGKILL), "");
  Training last = start(dataset, options);
  EXPECT_EQ(last.log().size(), 2u);
  expect_same(finish(std::move(last)), finish(start(dataset, {})));
}

TEST(TrainDeathTest, ControlCKeepsTheLastWholeEpoch) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const Dataset dataset = wave_dataset();
  const fs::path checkpoint = shared_folder() + "/stop.checkpoint";
  const auto stopped = [&] {
    finish(start(dataset, {.checkpoint = checkpoint}));
    catch_interrupts();
    std::raise(SIGINT);
    try {
      train(find_network("mlp"), dataset, split_validation(dataset), {.checkpoint = checkpoint});
    } catch (const Error& error) {
      std::exit(exit_code(error.code));
    }
  };
  EXPECT_EXIT(stopped(), testing::ExitedWithCode(130), "");
  EXPECT_TRUE(start(dataset, {.checkpoint = checkpoint, .resume = true}).is_done());
}

void expect_refused(const Dataset& dataset, const TrainOptions& options, const char* word,
                    const NetworkDef& network = kTiny) {
  try {
    start(dataset, options, network);
    FAIL() << "went on from the checkpoint of another run, which differs in " << word;
  } catch (const Error& error) {
    EXPECT_EQ(error.code, ErrorCode::bad_option);
    EXPECT_NE(error.message.find(word), std::string::npos) << error.message;
    EXPECT_EQ(error.place, options.checkpoint.string());
  }
}

TEST(Train, RefusesTheCheckpointOfAnotherRun) {
  const TemporaryFolder folder;
  const Dataset dataset = wave_dataset();
  TrainOptions options{.checkpoint = folder.path() / "run.checkpoint", .resume = true};
  start(dataset, options).run_epoch([](int64_t) {});
  TrainOptions other = options;
  other.seed = 5;
  expect_refused(dataset, other, "seed is 1, here it is 5");
  other = options;
  other.epochs = kEpochs + 1;
  expect_refused(dataset, other, "epochs");
  expect_refused(dataset, options, "network", find_network("cnn1d"));
  Dataset changed = dataset;
  changed.name = "oceans";
  expect_refused(changed, options, "data set");
  changed = dataset;
  changed.train.x[5] += 0.5f;
  expect_refused(changed, options, "samples");
}

TEST(Train, RefusesDamagedCheckpoints) {
  const TemporaryFolder folder;
  const Dataset dataset = wave_dataset();
  const TrainOptions options{.checkpoint = folder.path() / "run.checkpoint", .resume = true};
  start(dataset, options).run_epoch([](int64_t) {});
  const std::string whole = read_file(options.checkpoint);
  const size_t header = whole.find('\n');
  std::string flipped = whole;
  flipped[whole.size() - 9] ^= 1;
  for (const std::string& damaged :
       {std::string(), std::string("{}\n"), std::string("\n\n"), whole.substr(0, header / 2),
        whole.substr(0, header), whole.substr(0, whole.size() - 4), whole + "x", flipped}) {
    write_file(options.checkpoint, damaged);
    try {
      start(dataset, options);
      ADD_FAILURE() << "took a damaged checkpoint of " << damaged.size() << " bytes";
    } catch (const Error& error) {
      EXPECT_EQ(error.code, ErrorCode::malformed_file) << error.what();
    }
  }
  write_file(options.checkpoint, whole);
  EXPECT_EQ(start(dataset, options).log().size(), 1u);
}

TEST(Train, RefusesSamplesThatTheNetworkDoesNotTake) {
  const Dataset series = wave_dataset();
  EXPECT_THROW(start(series, {}, find_network("dscnn2d")), Error);
  Dataset unlabelled = series;
  unlabelled.train.y.clear();
  EXPECT_THROW(start(unlabelled, {}), Error);
}

TEST(Train, LearnsSmallImages) {
  Dataset dataset;
  dataset.name = "bars";
  dataset.kind = SampleKind::image;
  dataset.shape = {6, 5, 1};
  dataset.classes = {"lying", "standing"};
  Random random(3);
  for (int32_t i = 0; i < 64; i++) {
    const int64_t bar = random.below(5);
    for (int64_t p = 0; p < 30; p++) {
      const bool lit = i % 2 == 0 ? p / 5 == bar : p % 5 == bar;
      dataset.train.x.push_back(lit ? 200.0f : 0.0f);
    }
    dataset.train.y.push_back(i % 2);
  }
  dataset.train.count = 64;
  const Trained trained = finish(start(dataset, {.epochs = 8}, find_network("cnn2d")));
  EXPECT_GT(trained.epochs.back().validation_accuracy, 0.9);
}

TEST(Train, ReconstructsNormalSamplesBetterThanOthers) {
  Dataset dataset = wave_dataset();
  const Trained trained = finish(start(dataset, {.epochs = 20}, find_network("autoencoder")));
  EXPECT_LT(trained.epochs.back().loss, 0.6 * trained.epochs.front().loss);
  const std::vector<float> back =
      torch_evaluate(trained.graph, dataset.test.x, dataset.test.size());
  ASSERT_EQ(back.size(), dataset.test.x.size());
  // Class 0 alone taught it: learning must not look at what the others hold.
  for (size_t i = 0; i < dataset.train.x.size(); i++) {
    if (dataset.train.y[i / 48] != 0) dataset.train.x[i] = 1000;
  }
  const Trained again = finish(start(dataset, {.epochs = 20}, find_network("autoencoder")));
  EXPECT_TRUE(again.graph == trained.graph);
}

TEST(ChannelStatistics, AChannelThatNeverChangesHasDeviationOne) {
  Dataset dataset;
  dataset.shape = {2, 2};
  Split split;
  split.x = {1, 7, 3, 7, 5, 7, 7, 7};
  split.count = 2;
  const ChannelStatistics statistics = channel_statistics(dataset, split);
  EXPECT_EQ(statistics.mean, (std::vector<float>{4, 7}));
  EXPECT_FLOAT_EQ(statistics.deviation[0], std::sqrt(5.0f));
  EXPECT_EQ(statistics.deviation[1], 1.0f);
}

TEST(ClassWeights, MakeEveryClassCountTheSame) {
  Split split;
  split.y = {0, 0, 0, 0, 0, 0, 3, 3};
  split.count = 8;
  EXPECT_EQ(class_weights(split, 4), (std::vector<float>{4.0f / 6, 0, 0, 2}));
}

TEST(OneCycle, RisesOnceAndFallsToNothing) {
  const Recipe recipe;
  const int64_t steps = 1000;
  double highest = 0;
  int turns = 0;
  for (int64_t step = 1; step < steps; step++) {
    const double before = one_cycle_rate(recipe, step - 1, steps);
    const double rate = one_cycle_rate(recipe, step, steps);
    highest = std::max(highest, rate);
    const bool turned =
        step > 1 && (rate > before) != (before > one_cycle_rate(recipe, step - 2, steps));
    turns += turned;
  }
  EXPECT_EQ(turns, 1);
  EXPECT_NEAR(highest, recipe.peak_rate, 1e-4);
  EXPECT_LT(one_cycle_rate(recipe, steps - 1, steps), 1e-3 * recipe.peak_rate);
}

}  // namespace
}  // namespace mote
