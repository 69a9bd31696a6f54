// SPDX-License-Identifier: Apache-2.0
// A small network and data that it learns quickly, for tests.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/random.h"
#include "train/network_builder.h"
#include "train/training.h"

namespace mote {

constexpr int kEpochs = 4;

inline Graph build_tiny(const NetworkRequest& request) {
  return NetworkBuilder(request)
      .channels_first()
      .conv(6, 3, 2)
      .depthwise(3)
      .global_average_pool()
      .flatten()
      .dense(request.classes)
      .finish("classify", "scores");
}

inline const NetworkDef kTiny = {.name = "tiny",
                                 .summary = "",
                                 .task = "classify",
                                 .sample_rank = 2,
                                 .default_epochs = kEpochs,
                                 .peak_rate = 0.02,
                                 .build = build_tiny};

// Waves of three speeds on an offset, from eight people; class 2 is rare.
inline Split waves(int64_t count, uint64_t seed) {
  Random random(seed);
  Split split;
  split.count = count;
  for (int64_t i = 0; i < count; i++) {
    const auto label = static_cast<int32_t>(i % 7 == 0 ? 2 : i % 2);
    const double phase = random.uniform(0, 6.28);
    for (int64_t t = 0; t < 16; t++) {
      const double wave = std::sin(phase + static_cast<double>(t) * (0.25 + 0.8 * label));
      for (double gain : {1.0, -2.0, 0.5}) {
        split.x.push_back(static_cast<float>(gain * wave + 5 + 0.1 * random.normal()));
      }
    }
    split.y.push_back(label);
    split.person.push_back(static_cast<int32_t>(i / 2 % 8));
  }
  return split;
}

inline Dataset wave_dataset() {
  Dataset dataset;
  dataset.name = "waves";
  dataset.shape = {16, 3};
  dataset.classes = {"slow", "fast", "faster"};
  dataset.channels = {"acc_x", "acc_y", "acc_z"};
  dataset.rate_hz = 50;
  dataset.count_scale = {0.5f, 0.25f, 0.1f};
  dataset.train = waves(160, 1);
  dataset.test = waves(48, 2);
  return dataset;
}

inline Training start(const Dataset& dataset, const TrainOptions& options,
                      const NetworkDef& network = kTiny) {
  TrainValidation split = split_validation(dataset);
  const Recipe recipe =
      default_recipe(network, dataset, unlabeled_count(split.train, options), options.pretext);
  return {network, dataset, std::move(split), recipe, options};
}

inline Trained finish(Training training) {
  while (!training.is_done()) training.run_epoch([](int64_t) {});
  return training.result();
}

inline void expect_same(const Trained& got, const Trained& wanted) {
  EXPECT_TRUE(got.graph == wanted.graph) << "the weights differ";
  ASSERT_EQ(got.epochs.size(), wanted.epochs.size());
  for (size_t i = 0; i < got.epochs.size(); i++) {
    EXPECT_EQ(got.epochs[i].loss, wanted.epochs[i].loss);
    EXPECT_EQ(got.epochs[i].validation_accuracy, wanted.epochs[i].validation_accuracy);
  }
}

inline double test_accuracy(const Dataset& dataset, const Graph& graph) {
  const Split& split = dataset.test;
  const std::vector<float> scores = torch_evaluate(graph, split.x, split.size());
  int64_t right = 0;
  for (int64_t i = 0; i < split.size(); i++) {
    const auto begin = scores.begin() + i * 3;
    right += std::max_element(begin, begin + 3) - begin == split.y[static_cast<size_t>(i)];
  }
  return static_cast<double>(right) / static_cast<double>(split.size());
}

}  // namespace mote
