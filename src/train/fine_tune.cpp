// SPDX-License-Identifier: Apache-2.0
#include "train/fine_tune.h"

#include "base/interrupt.h"
#include "data/augment.h"
#include "train/batches.h"
#include "train/learner.h"
#include "train/training.h"

namespace mote {
namespace {

// The network that mote made, if it did; else what fits any network of this task.
NetworkDef network_of(const Graph& graph, const Dataset& dataset) {
  const auto arch = graph.meta.find("arch");
  for (const NetworkDef* network : all_networks()) {
    if (arch != graph.meta.end() && arch->second == network->name) return *network;
  }
  return {"", "", graph.meta.at("task"), dataset.shape.size(), 0, 0, nullptr};
}

// A network that has learnt already: smaller steps than in training, on the same kind of batches.
// Without labels there is but its teacher to learn from, which can say what it does with any input.
Recipe fine_tuning_recipe(const Graph& graph, const Dataset& dataset, bool has_labels) {
  Recipe recipe = default_recipe(network_of(graph, dataset), dataset);
  recipe.peak_rate = has_labels ? 2e-3 : 1e-2;
  recipe.has_relative_rate = !has_labels;
  recipe.warmup = 0.2;
  recipe.weight_decay = 1e-4;
  recipe.keeps_zeros = true;
  // Windows of motion begin anywhere in it.
  const bool is_motion = recipe.augmentation.rotation_rad > 0;
  if (is_motion) recipe.augmentation.shift = static_cast<int>(dataset.shape[0] / 8);
  if (dataset.train.size() > kManySamples && has_labels) {
    recipe.peak_rate *= 2;  // their batches are larger
    // What is left of a network has no room for images that are moved as well.
    if (!is_motion) recipe.augmentation.shift = 0;
  }
  if (!has_labels) {
    recipe.taught = 1;
    recipe.batch = 64;
    recipe.augmentation = unusual_augmentation();
    recipe.augmentation.noise = 1;  // 0.3 left outputs 11 % farther from the old ones on folds
  }
  return recipe;
}

// As often as it takes to have so many samples at least.
Split repeated(const Dataset& dataset, const Split& split, int64_t least) {
  std::vector<int64_t> indices;
  for (int64_t i = 0; i < least || i % split.size() != 0; i++) indices.push_back(i % split.size());
  return select(dataset, split, indices);
}

}  // namespace

Graph fine_tune(const Graph& graph, const Graph& teacher, const Dataset& dataset,
                const Split& samples, int epochs, uint64_t seed,
                const std::function<void(int)>& on_epoch) {
  constexpr int64_t least_samples = 4096;  // of a pass
  Graph tuned = graph;
  const std::string task = tuned.meta.try_emplace("task", "classify").first->second;
  const bool has_labels = task == "classify" && !samples.y.empty();
  const Split usual = task == "anomaly" ? without_anomalies(dataset, samples) : samples;
  const Split split = has_labels ? usual : repeated(dataset, usual, least_samples);
  const Recipe recipe = fine_tuning_recipe(tuned, dataset, has_labels);
  const std::vector<float> deviation = channel_statistics(dataset, split).deviation;
  Learner learner(tuned, recipe,
                  has_labels ? class_weights(split, dataset.classes.size()) : std::vector<float>(),
                  &teacher);
  const int64_t batches = batch_count(split.size(), recipe.batch);
  for (int epoch = 0; epoch < epochs; epoch++) {
    const uint64_t own_seed = epoch_seed(seed, static_cast<size_t>(epoch));
    learner.begin_epoch(own_seed);
    EpochBatches stream(dataset, split, one_pass(split, recipe), deviation, own_seed);
    for (int64_t batch = 0; batch < batches; batch++) {
      check_interrupted();
      learner.step(stream.next(),
                   one_cycle_rate(recipe, epoch * batches + batch, epochs * batches));
    }
    on_epoch(epoch + 1);
  }
  return epochs > 0 ? learner.graph_with(learner.state().averaged) : tuned;
}

}  // namespace mote
