// SPDX-License-Identifier: Apache-2.0
#include "train/batches.h"

#include <algorithm>
#include <numeric>

namespace mote {
namespace {

std::vector<int64_t> drawn_order(int64_t there, int64_t wanted, uint64_t seed) {
  std::vector<int64_t> pass(static_cast<size_t>(there));
  std::iota(pass.begin(), pass.end(), 0);
  std::vector<int64_t> order;
  Random random(seed);
  while (static_cast<int64_t>(order.size()) < wanted) {
    random.shuffle(pass);
    order.insert(order.end(), pass.begin(), pass.end());
  }
  order.resize(static_cast<size_t>(wanted));
  return order;
}

}  // namespace

int64_t batch_count(int64_t samples, int64_t batch) {
  return std::max<int64_t>(1, samples / batch);
}

Drawing one_pass(const Split& split, const Recipe& recipe) {
  return {split.size(), batch_count(split.size(), recipe.batch), {recipe.augmentation}};
}

Batch plain_batch(const Dataset& dataset, const Split& split, int64_t first, int64_t end) {
  const auto elements = dataset.sample_elements();
  Batch batch;
  batch.count = end - first;
  batch.x.assign(split.x.begin() + first * elements, split.x.begin() + end * elements);
  if (!split.y.empty()) batch.y.assign(split.y.begin() + first, split.y.begin() + end);
  return batch;
}

EpochBatches::EpochBatches(const Dataset& dataset, const Split& split, Drawing drawing,
                           std::span<const float> deviation, uint64_t epoch_seed)
    : dataset_(dataset),
      split_(split),
      drawing_(std::move(drawing)),
      deviation_(deviation),
      epoch_seed_(epoch_seed),
      order_(drawn_order(split.size(), drawing_.samples, epoch_seed)) {
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
  const auto [samples, batches] = std::pair(drawing_.samples, drawing_.batches);
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
  Batch batch;
  batch.count = (end - first) * static_cast<int64_t>(drawing_.views.size());
  batch.x.reserve(static_cast<size_t>(batch.count * dataset_.sample_elements()));
  for (size_t view = 0; view < drawing_.views.size(); view++) {
    for (int64_t position = first; position < end; position++) add(position, view, batch);
  }
  return batch;
}

void EpochBatches::add(int64_t position, size_t view, Batch& batch) const {
  const int64_t index = order_[static_cast<size_t>(position)];
  const std::span<const float> sample = dataset_.sample(split_, index);
  batch.x.insert(batch.x.end(), sample.begin(), sample.end());
  if (!split_.y.empty()) batch.y.push_back(split_.y[static_cast<size_t>(index)]);
  const uint64_t place = static_cast<uint64_t>(position) + view * order_.size();
  Random random(epoch_seed_ + 1 + place);
  augment(dataset_, split_, drawing_.views[view], deviation_, random,
          std::span(batch.x).last(sample.size()));
}

}  // namespace mote
