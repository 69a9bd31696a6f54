// SPDX-License-Identifier: Apache-2.0
// Two small hidden layers over all numbers of a sample.
#include "train/network.h"
#include "train/network_builder.h"

namespace mote {
namespace {

Graph build(const NetworkRequest& request) {
  return NetworkBuilder(request)
      .flatten()
      .hidden(64)
      .hidden(32)
      .dense(request.classes)
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
