// SPDX-License-Identifier: Apache-2.0
// Plain convolutions over time.
#include "train/network.h"
#include "train/network_builder.h"

namespace mote {
namespace {

Graph build(const NetworkRequest& request) {
  return NetworkBuilder(request)
      .channels_first()
      .conv(24, 5, 2)
      .conv(32, 5, 2)
      .conv(48, 5, 2)
      .global_average_pool()
      .flatten()
      .dense(request.classes)
      .finish("classify", "scores");
}

}  // namespace

extern const NetworkDef network_cnn1d = {
    .name = "cnn1d",
    .summary = "series: 3 convolutions over time",
    .task = "classify",
    .sample_rank = 2,
    .default_epochs = 25,
    .peak_rate = 2e-2,
    .build = build,
};

}  // namespace mote
