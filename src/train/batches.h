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

// How the samples of an epoch are drawn.
struct Drawing {
  int64_t samples;  // in all; where there are fewer, these again, shuffled anew
  int64_t batches;
  // A batch holds its samples once for each: all of the first view, then all of the second.
  std::vector<Augmentation> views;
};

// Every sample once.
Drawing one_pass(const Split& split, const Recipe& recipe);

// Samples first <= i < end in their order, unchanged.
Batch plain_batch(const Dataset& dataset, const Split& split, int64_t first, int64_t end);

// The samples of one epoch, shuffled and augmented. They depend on the seed, the epoch and the
// position alone, not on threads or on earlier epochs.
class EpochBatches {
 public:
  EpochBatches(const Dataset& dataset, const Split& split, Drawing drawing,
               std::span<const float> deviation, uint64_t epoch_seed);
  ~EpochBatches();
  EpochBatches(const EpochBatches&) = delete;
  EpochBatches& operator=(const EpochBatches&) = delete;

  // The next one. REQUIRES: called drawing.batches times at most.
  Batch next();

 private:
  void prepare_all();
  Batch prepare(int64_t first, int64_t end) const;
  void add(int64_t position, size_t view, Batch& batch) const;

  const Dataset& dataset_;
  const Split& split_;
  Drawing drawing_;
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
