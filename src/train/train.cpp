// SPDX-License-Identifier: Apache-2.0
#include "train/train.h"

#include <fmt/format.h>

#include "base/interrupt.h"
#include "base/progress.h"
#include "train/training.h"

namespace mote {
namespace {

std::string note_of(const Training& training, bool classifies) {
  const Epoch& last = training.log().back();
  const std::string quality =
      classifies ? fmt::format("validation {:.1f} %", 100 * last.validation_accuracy)
                 : fmt::format("validation error {:.4f}", -last.validation_accuracy);
  return fmt::format("epoch {}/{}  loss {:.3f}  {}", training.log().size(), training.epochs(),
                     last.loss, quality);
}

}  // namespace

bool can_train() {
  return true;
}

void need_training() {}

Trained train(const NetworkDef& network, const Dataset& dataset, const TrainValidation& split,
              const TrainOptions& options) {
  Recipe recipe =
      default_recipe(network, dataset, unlabeled_count(split.train, options), options.pretext);
  if (options.rotation_rad) recipe.augmentation.rotation_rad = *options.rotation_rad;
  Training training(network, dataset, split, recipe, options);
  const int64_t batches = training.batches_per_epoch();
  Progress progress("train", training.epochs() * batches);
  std::string note;
  for (size_t epoch = training.log().size(); !training.is_done(); epoch++) {
    const auto before = static_cast<int64_t>(epoch) * batches;
    training.run_epoch([&](int64_t done) {
      check_interrupted();
      progress.update(before + done, note);
    });
    note = note_of(training, network.task == "classify");
    progress.update(before + batches, note, /*milestone=*/true);
  }
  return training.result();
}

}  // namespace mote
