// SPDX-License-Identifier: Apache-2.0
#include "train/batches.h"

#include <algorithm>
#include <numeric>

namespace mote {

int64_t batch_count(int64_t samples, int64_t batch) {
  return std::max<int64_t>(1, samples / batch);
}

Batch plain_batch(const Dataset& dataset, const Split& split, int64_t first, int64_t end) {
  const auto elements = dataset.sample_elements();
  Batch batch;
  batch.count = end - first;
  batch.x.assign(split.x.begin() + first * elements, split.x.begin() + end * elements);
  if (!split.y.empty()) batch.y.assign(split.y.begin() + first, split.y.begin() + end);
  return batch;
}

EpochBatches::EpochBatches(const Dataset& dataset, const Split& split, const Recipe& recipe,
                           std::span<const float> deviation, uint64_t epoch_seed)
    : dataset_(dataset),
      split_(split),
      recipe_(recipe),
      deviation_(deviation),
      epoch_seed_(epoch_seed),
      order_(static_cast<size_t>(split.size())) {
  std::iota(order_.begin(), order_.end(), 0);
  Random random(epoch_seed);
  random.shuffle(order_);
  thread_ = std::thread([this] { prepare_all(); });
}

EpochBatches::~EpochBatches() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

Batch EpochBatches::next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !ready_.empty(); });
  Batch batch = std::move(ready_.front());
  ready_.pop_front();
  lock.unlock();
  changed_.notify_all();
  return batch;
}

void EpochBatches::prepare_all() {
  constexpr size_t most_ready = 8;
  const int64_t samples = split_.size();
  const int64_t batches = batch_count(samples, recipe_.batch);
  for (int64_t b = 0; b < batches; b++) {
    Batch batch = prepare(b * samples / batches, (b + 1) * samples / batches);
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return stopped_ || ready_.size() < most_ready; });
    if (stopped_) return;
    ready_.push_back(std::move(batch));
    lock.unlock();
    changed_.notify_all();
  }
}

Batch EpochBatches::prepare(int64_t first, int64_t end) const {
  const auto elements = static_cast<size_t>(dataset_.sample_elements());
  Batch batch;
  batch.count = end - first;
  batch.x.reserve(static_cast<size_t>(batch.count) * elements);
  for (int64_t position = first; position < end; position++) {
    const int64_t index = order_[static_cast<size_t>(position)];
    const std::span<const float> sample = dataset_.sample(split_, index);
    batch.x.insert(batch.x.end(), sample.begin(), sample.end());
    if (!split_.y.empty()) batch.y.push_back(split_.y[static_cast<size_t>(index)]);
    Random random(epoch_seed_ + 1 + static_cast<uint64_t>(position));
    augment(dataset_, split_, recipe_.augmentation, deviation_, random,
            std::span(batch.x).last(elements));
  }
  return batch;
}

}  // namespace mote
