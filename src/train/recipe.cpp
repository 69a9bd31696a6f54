// SPDX-License-Identifier: Apache-2.0
#include "train/recipe.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mote {
namespace {

// Few samples: smaller batches, so that there are steps enough to learn from.
int64_t batch_of(int64_t samples, int64_t most, int64_t steps_wanted, int64_t least) {
  while (most > least && samples / most < steps_wanted) most /= 2;
  return most;
}

}  // namespace

Recipe default_recipe(const NetworkDef& network, const Dataset& dataset, int64_t unlabeled,
                      Pretext pretext) {
  Recipe recipe;
  recipe.peak_rate = network.peak_rate;
  const bool has_many = dataset.train.size() > kManySamples;
  const int64_t most = has_many ? 128 : recipe.batch;
  if (unlabeled > 0) {
    // These bring steps enough; few labels that all came in every batch would be learnt by heart.
    recipe.batch = batch_of(dataset.train.size(), most, 4, 8);
    recipe.pretext = {pretext,
                      pretext == Pretext::masked ? hiding_views() : contrasting_views(dataset)};
    recipe.pretext->batch = batch_of(unlabeled, recipe.pretext->batch, 32, 16);
  } else {
    recipe.batch = batch_of(dataset.train.size(), most, 64, 8);
  }
  if (network.task != "classify") return recipe;
  recipe.augmentation = default_augmentation(dataset);
  // Turning much takes away what tells sitting from standing.
  recipe.augmentation.rotation_rad =
      std::min(recipe.augmentation.rotation_rad, network.rotation_rad);
  // Who has many images needs no more of them.
  if (has_many) recipe.augmentation.shift = std::min(recipe.augmentation.shift, 1);
  if (has_many) recipe.augmentation.mirror = false;
  return recipe;
}

double one_cycle_rate(const Recipe& recipe, int64_t step, int64_t steps) {
  constexpr double first_share = 0.04;  // of the peak, at step 0
  const double done = static_cast<double>(step) / static_cast<double>(std::max<int64_t>(steps, 1));
  if (done < recipe.warmup) {
    return recipe.peak_rate * (first_share + (1 - first_share) * done / recipe.warmup);
  }
  const double down = (done - recipe.warmup) / (1 - recipe.warmup);
  return recipe.peak_rate * 0.5 * (1 + std::cos(std::numbers::pi * down));
}

}  // namespace mote
