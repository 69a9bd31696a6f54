// SPDX-License-Identifier: Apache-2.0
#include "train/fine_tune.h"

#include "base/interrupt.h"
#include "train/batches.h"
#include "train/learner.h"
#include "train/training.h"

namespace mote {
namespace {

// A network that has learnt already: smaller steps than in training, on the same kind of batches.
Recipe fine_tuning_recipe(const Dataset& dataset, std::string_view task) {
  constexpr double peak_rate = 2e-3;
  Recipe recipe = default_recipe(
      NetworkDef{"", "", task, dataset.shape.size(), 0, peak_rate, nullptr}, dataset);
  recipe.warmup = 0.2;
  recipe.weight_decay = 1e-4;
  recipe.keeps_zeros = true;
  return recipe;
}

}  // namespace

Graph fine_tune(const Graph& graph, const Graph& teacher, const Dataset& dataset,
                const Split& samples, int epochs, uint64_t seed,
                const std::function<void(int)>& on_epoch) {
  const std::string task = graph.meta.contains("task") ? graph.meta.at("task") : "classify";
  Graph tuned = graph;
  tuned.meta["task"] = task;
  const bool classifies = task == "classify";
  const Split split = classifies ? samples : without_anomalies(dataset, samples);
  const Recipe recipe = fine_tuning_recipe(dataset, task);
  const std::vector<float> deviation = channel_statistics(dataset, split).deviation;
  Learner learner(tuned, recipe,
                  classifies ? class_weights(split, dataset.classes.size()) : std::vector<float>(),
                  &teacher);
  const int64_t batches = batch_count(split.size(), recipe.batch);
  for (int epoch = 0; epoch < epochs; epoch++) {
    const uint64_t own_seed = epoch_seed(seed, static_cast<size_t>(epoch));
    learner.begin_epoch(own_seed);
    EpochBatches stream(dataset, split, recipe, deviation, own_seed);
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
