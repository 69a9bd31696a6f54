// SPDX-License-Identifier: Apache-2.0
// Learning from samples without labels: pretraining, and beside labels.
#include <gtest/gtest.h>

#include <map>

#include "base/error.h"
#include "base/files.h"
#include "train/pretext_head.h"
#include "train/test_training.h"

namespace mote {
namespace {

// Labelled windows of few, and many windows nobody labelled.
struct Few {
  Dataset dataset = wave_dataset();
  Split others = waves(96, 3);

  Few() { dataset.train = waves(24, 1); }
  TrainOptions options(TrainOptions more = {}) const {
    more.unlabeled = &others;
    return more;
  }
};

// Windows that differ in their level, which no view changes much.
Dataset distinct_dataset() {
  Dataset dataset = wave_dataset();
  Random random(4);
  for (Split* split : {&dataset.train, &dataset.test}) {
    float level = 0;
    for (size_t i = 0; i < split->x.size(); i++) {
      if (i % 48 == 0) level = static_cast<float>(random.uniform(-9, 9));
      split->x[i] += level;
    }
  }
  return dataset;
}

double cosine(const float* a, const float* b, size_t count) {
  double ab = 0, aa = 0, bb = 0;
  for (size_t i = 0; i < count; i++) {
    ab += double{a[i]} * double{b[i]};
    aa += double{a[i]} * double{a[i]};
    bb += double{b[i]} * double{b[i]};
  }
  return ab / std::sqrt(aa * bb + 1e-12);
}

// By how much more the features of two views of a window are alike than those of views of two
// windows, mean cosines.
double view_margin(const Dataset& dataset, Graph graph) {
  graph.outputs = {graph.nodes.back().inputs[0]};
  const auto width = static_cast<size_t>(graph[graph.outputs[0]].shape[1]);
  constexpr int64_t count = 32;
  const auto views = contrasting_views(dataset);
  const std::vector<float> deviation = channel_statistics(dataset, dataset.test).deviation;
  EpochBatches stream(dataset, dataset.test, {count, 1, {views.begin(), views.end()}}, deviation,
                      /*epoch_seed=*/5);
  const std::vector<float> y = torch_evaluate(graph, stream.next().x, 2 * count);
  double same = 0, different = 0;
  for (size_t i = 0; i < count; i++) {
    const float* const first = y.data() + i * width;
    same += cosine(first, y.data() + (count + i) * width, width);
    different += cosine(first, y.data() + (count + (i + 7) % count) * width, width);
  }
  return (same - different) / count;
}

TEST(Pretraining, BringsViewsOfAWindowNearerThanOtherWindows) {
  const Dataset dataset = distinct_dataset();
  const Trained little = finish(start(dataset, {.epochs = 1, .pretrain = true}));
  const Trained more = finish(start(dataset, {.epochs = 12, .pretrain = true}));
  EXPECT_LT(more.epochs.back().loss, 0.9 * more.epochs.front().loss);
  EXPECT_GT(view_margin(dataset, more.graph), 1.2 * view_margin(dataset, little.graph));
}

TEST(Pretraining, RestoresWhatIsHidden) {
  for (const NetworkDef* network : {&find_network("cnn1d"), &find_network("mlp")}) {
    const Dataset dataset = distinct_dataset();
    const Trained trained = finish(
        start(dataset, {.epochs = 30, .pretrain = true, .pretext = Pretext::masked}, *network));
    EXPECT_GT(trained.epochs.back().validation_accuracy, 0.3) << network->name;
    EXPECT_GT(trained.epochs.back().validation_accuracy,
              trained.epochs.front().validation_accuracy + 0.1);
    EXPECT_EQ(trained.graph.outputs.size(), 1u);
  }
}

TEST(Pretraining, LooksAtNoLabels) {
  Dataset dataset = wave_dataset();
  const TrainValidation split = split_validation(dataset);
  const auto trained = [&](TrainValidation own) {
    const TrainOptions options{.epochs = 2, .pretrain = true};
    return finish({kTiny, dataset, std::move(own),
                   default_recipe(kTiny, dataset, unlabeled_count(split.train, options)), options});
  };
  TrainValidation unlabeled = split;
  unlabeled.train.y.clear();
  unlabeled.validation.y.clear();
  const Trained with_labels = trained(split);
  dataset.train.y.clear();
  expect_same(trained(unlabeled), with_labels);
}

TEST(Unlabeled, LearnsFromLabelsToo) {
  const Few few;
  for (const Pretext pretext : {Pretext::contrastive, Pretext::masked}) {
    const Trained trained =
        finish(start(few.dataset, few.options({.epochs = 12, .pretext = pretext})));
    EXPECT_GT(test_accuracy(few.dataset, trained.graph), 0.8);
  }
}

TEST(Unlabeled, LeavesTheNetworkAsItIsBuilt) {
  const Few few;
  const Graph plain = finish(start(few.dataset, {.epochs = 1})).graph;
  const Graph graph = finish(start(few.dataset, few.options({.epochs = 1}))).graph;
  EXPECT_EQ(graph.nodes, plain.nodes);
  EXPECT_EQ(graph.outputs, plain.outputs);
  ASSERT_EQ(graph.values.size(), plain.values.size());
  for (size_t i = 0; i < graph.values.size(); i++) {
    EXPECT_EQ(graph.values[i].name, plain.values[i].name);
  }
}

TEST(Unlabeled, TheSeedDecidesAndTheirLabelsDoNot) {
  Few few;
  const Trained first = finish(start(few.dataset, few.options({.seed = 1})));
  few.others.y.clear();
  few.others.person.clear();
  expect_same(finish(start(few.dataset, few.options({.seed = 1}))), first);
  EXPECT_FALSE(finish(start(few.dataset, few.options({.seed = 2}))).graph == first.graph);
}

TEST(Unlabeled, GoesOnAfterEveryEpochAsIfNothingHadHappened) {
  const Few few;
  for (const bool pretrain : {false, true}) {
    const Trained whole = finish(start(few.dataset, few.options({.pretrain = pretrain})));
    const TemporaryFolder folder;
    const TrainOptions options = few.options(
        {.checkpoint = folder.path() / "run.checkpoint", .resume = true, .pretrain = pretrain});
    for (int epoch = 0; epoch < kEpochs; epoch++) {
      Training part = start(few.dataset, options);
      EXPECT_EQ(part.log().size(), static_cast<size_t>(epoch));
      part.run_epoch([](int64_t) {});
    }
    expect_same(start(few.dataset, options).result(), whole);
  }
}

void expect_error(ErrorCode code, const char* word, const Dataset& dataset,
                  const TrainOptions& options, const NetworkDef& network = kTiny) {
  try {
    start(dataset, options, network);
    ADD_FAILURE() << "no error that says " << word;
  } catch (const Error& error) {
    EXPECT_EQ(error.code, code) << error.what();
    EXPECT_NE(std::string(error.what()).find(word), std::string::npos) << error.what();
  }
}

TEST(Unlabeled, RefusesWhatDoesNotFit) {
  Few few;
  const Dataset& dataset = few.dataset;
  const NetworkDef& autoencoder = find_network("autoencoder");
  expect_error(ErrorCode::bad_option, "autoencoder", dataset, few.options(), autoencoder);
  expect_error(ErrorCode::bad_option, "autoencoder", dataset, {.pretrain = true}, autoencoder);
  few.others.x.pop_back();
  expect_error(ErrorCode::shape_mismatch, "16x3", dataset, few.options());
  few.others = waves(1, 3);
  expect_error(ErrorCode::bad_data, "expected 2", dataset, few.options());
}

TEST(Unlabeled, RefusesACheckpointThatSawOthers) {
  const TemporaryFolder folder;
  Few few;
  const TrainOptions plain{.checkpoint = folder.path() / "run.checkpoint", .resume = true};
  start(few.dataset, few.options(plain)).run_epoch([](int64_t) {});
  expect_error(ErrorCode::bad_option, "another run", few.dataset, plain);
  few.others.x[0] += 1;
  expect_error(ErrorCode::bad_option, "unlabeled samples", few.dataset, few.options(plain));
}

TEST(EpochBatches, GivesEachViewOfTheSameSamples) {
  const Dataset dataset = wave_dataset();
  const std::vector<float> deviation(3, 1);
  EpochBatches stream(dataset, dataset.train, {160, 10, {{}, {.shift = 8}}}, deviation, 1);
  std::map<float, int> seen;  // by a sum that shifts leave almost alone
  for (int b = 0; b < 10; b++) {
    const Batch batch = stream.next();
    ASSERT_EQ(batch.count, 32);
    for (std::ptrdiff_t i = 0; i < 16; i++) {
      const auto first = batch.x.begin() + i * 48, second = first + 16 * 48;
      const std::vector<float> one(first, first + 48);
      std::vector<float> a = one, two(second, second + 48);
      std::sort(a.begin(), a.end());
      std::sort(two.begin(), two.end());
      EXPECT_EQ(a, two);
      seen[one[0]]++;
    }
  }
  EXPECT_EQ(seen.size(), 160u);
}

TEST(EpochBatches, DrawsSamplesAgainWhenMoreAreWanted) {
  const Dataset dataset = wave_dataset();
  const std::vector<float> deviation(3, 1);
  EpochBatches stream(dataset, dataset.train, {320, 4, {{}}}, deviation, 1);
  std::map<float, int> seen;
  for (int b = 0; b < 4; b++) {
    const Batch batch = stream.next();
    for (size_t i = 0; i < batch.x.size(); i += 48) seen[batch.x[i]]++;
  }
  EXPECT_EQ(seen.size(), 160u);
  for (const auto& [first, times] : seen) EXPECT_EQ(times, 2);
}

TEST(PretextHead, NeedsAFullyConnectedLayer) {
  Graph graph;
  graph.outputs = graph.inputs = {graph.add({.name = "x", .shape = {1, 4}})};
  Random random(1);
  EXPECT_THROW(add_projection_head(graph, random), Error);
  EXPECT_THROW(add_reconstruction_head(graph, random), Error);
}

}  // namespace
}  // namespace mote
