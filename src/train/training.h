// SPDX-License-Identifier: Apache-2.0
// One run of training, epoch by epoch. train() is a loop around it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "data/statistics.h"
#include "train/batches.h"
#include "train/checkpoint.h"
#include "train/learner.h"
#include "train/recipe.h"
#include "train/train.h"

namespace mote {

// Weights that make rare classes count as much as frequent ones in the loss; mean 1 over samples.
std::vector<float> class_weights(const Split& split, size_t classes);

// Only normal samples (class 0) teach what is normal.
Split without_anomalies(const Dataset& dataset, const Split& split);

// Numbers that differ between epochs and seeds in all their bits.
uint64_t epoch_seed(uint64_t seed, size_t epoch);

// How many samples teach without labels.
int64_t unlabeled_count(const Split& train, const TrainOptions& options);

class Training {
 public:
  // Reads the checkpoint when `options` ask for it and it is there. `dataset` must outlive this.
  // Throws as train() does. REQUIRES: recipe.pretext where unlabeled_count() is not 0.
  Training(const NetworkDef& network, const Dataset& dataset, TrainValidation split,
           const Recipe& recipe, const TrainOptions& options);

  bool is_done() const { return static_cast<int>(progress_.epochs.size()) >= epochs_; }
  int epochs() const { return epochs_; }
  int64_t batches_per_epoch() const;

  // Learns from every training sample once, looks at the validation samples, writes the
  // checkpoint. Calls on_batch(batches done in this epoch) after each batch; what that throws
  // leaves the checkpoint of the epoch before.
  void run_epoch(const std::function<void(int64_t)>& on_batch);

  const std::vector<Epoch>& log() const { return progress_.epochs; }
  Trained result() const;

 private:
  Graph build(const NetworkDef& network) const;
  void identify(const NetworkDef& network, const Graph& start);
  double learn_epoch(const std::function<void(int64_t)>& on_batch);
  double validate();
  double validate_views();
  Drawing labeled_drawing() const;
  Drawing views_drawing(int64_t samples, int64_t batches) const;

  const Dataset& dataset_;
  TrainValidation split_;
  Split unlabeled_;
  Recipe recipe_;
  TrainOptions options_;
  int epochs_;
  ChannelStatistics statistics_;
  std::unique_ptr<Learner> learner_;
  Checkpoint progress_;  // as of the last whole epoch
};

}  // namespace mote
