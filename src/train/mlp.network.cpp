// SPDX-License-Identifier: Apache-2.0
// Two small hidden layers over all numbers of a sample.
#include "train/network.h"
#include "train/network_builder.h"

namespace mote {
namespace {

Graph build(const std::vector<int64_t>& shape, int64_t classes, std::span<const float> mean,
            std::span<const float> deviation, Random& random) {
  return NetworkBuilder(shape, mean, deviation, random)
      .flatten()
      .hidden(64)
      .hidden(32)
      .dense(classes)
      .finish("classify", "scores");
}

}  // namespace

extern const NetworkDef network_mlp = {
    .name = "mlp",
    .summary = "two hidden layers of 64 and 32",
    .task = "classify",
    .sample_rank = 0,
    .default_epochs = 30,
    .peak_rate = 2e-3,
    .build = build,
};

}  // namespace mote
