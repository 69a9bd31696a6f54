// SPDX-License-Identifier: Apache-2.0
// Prepares the batches of an epoch on a second thread while the first one learns.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "data/dataset.h"
#include "train/learner.h"

namespace mote {

// How many batches an epoch has; their sizes differ by one at most.
int64_t batch_count(int64_t samples, int64_t batch);

// Samples first <= i < end in their order, unchanged.
Batch plain_batch(const Dataset& dataset, const Split& split, int64_t first, int64_t end);

// The samples of one epoch, shuffled and augmented. They depend on the seed, the epoch and the
// position alone, not on threads or on earlier epochs.
class EpochBatches {
 public:
  EpochBatches(const Dataset& dataset, const Split& split, const Recipe& recipe,
               std::span<const float> deviation, uint64_t epoch_seed);
  ~EpochBatches();
  EpochBatches(const EpochBatches&) = delete;
  EpochBatches& operator=(const EpochBatches&) = delete;

  // The next one. REQUIRES: called batch_count() times at most.
  Batch next();

 private:
  void prepare_all();
  Batch prepare(int64_t first, int64_t end) const;

  const Dataset& dataset_;
  const Split& split_;
  const Recipe& recipe_;
  std::span<const float> deviation_;
  uint64_t epoch_seed_;
  std::vector<int64_t> order_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Batch> ready_;
  bool stopped_ = false;
  std::thread thread_;  // last, so that it begins when all else is there
};

}  // namespace mote
