// SPDX-License-Identifier: Apache-2.0
#include "cli/control.h"

#include <algorithm>

#include "data/statistics.h"
#include "passes/clean.h"
#include "plan/plan.h"
#include "train/network.h"
#include "train/train.h"

namespace mote {
namespace {

int64_t weight_bytes_of(const Material& material, const Target& target, Graph real) {
  clean(real);
  return weight_bytes(plan(material.quantized(real), target));
}

}  // namespace

std::optional<Control> train_control(const Material& material, const Target& target,
                                     int64_t most_bytes, uint64_t seed) {
  const NetworkDef* network = material.network();
  if (network == nullptr) return std::nullopt;
  const Dataset& dataset = material.dataset();
  const ChannelStatistics statistics = channel_statistics(dataset, dataset.train);
  const auto bytes_of = [&](int64_t width) {
    Random random(seed);
    return weight_bytes_of(
        material, target,
        network->build({dataset.shape, static_cast<int64_t>(dataset.classes.size()),
                        statistics.mean, statistics.deviation, random,
                        static_cast<double>(width) / 100}));
  };
  int64_t width = 0;  // the widest known to be small enough
  for (int64_t step = 64; step > 0; step /= 2) {
    if (width + step < 100 && bytes_of(width + step) <= most_bytes) width += step;
  }
  if (width == 0) return std::nullopt;
  TrainOptions options;
  options.seed = seed;
  options.width = static_cast<double>(width) / 100;
  Graph real = train(*network, dataset, split_validation(dataset), options).graph;
  const int64_t bytes = weight_bytes_of(material, target, real);
  clean(real);
  return Control{width, bytes, material.judge()(material.quantized(real)).quality};
}

}  // namespace mote
