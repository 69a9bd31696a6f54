// SPDX-License-Identifier: Apache-2.0
// Depthwise separable convolutions over time: the best accuracy per byte on sensor windows.
#include "train/network.h"
#include "train/network_builder.h"

namespace mote {
namespace {

Graph build(const NetworkRequest& request) {
  return NetworkBuilder(request)
      .channels_first()
      .conv(32, 7, 2)
      .depthwise(7)
      .pointwise(48)
      .max_pool(2)
      .depthwise(7)
      .pointwise(64)
      .max_pool(2)
      .depthwise(5)
      .pointwise(64)
      .global_average_pool()
      .flatten()
      .dense(request.classes)
      .finish("classify", "scores");
}

}  // namespace

extern const NetworkDef network_dscnn1d = {
    .name = "dscnn1d",
    .summary = "series: depthwise separable convolutions over time",
    .task = "classify",
    .sample_rank = 2,
    .default_epochs = 25,
    .peak_rate = 2e-2,
    .build = build,
};

}  // namespace mote
