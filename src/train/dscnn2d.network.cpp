// SPDX-License-Identifier: Apache-2.0
// Depthwise separable convolutions over an image. Halving height and width before widening keeps
// every pair of neighbouring layers of a 28x28 image below 13 KiB in int8.
#include "train/network.h"
#include "train/network_builder.h"

namespace mote {
namespace {

Graph build(const NetworkRequest& request) {
  return NetworkBuilder(request)
      .channels_first()
      .conv(32, 5, 2)
      .depthwise(3)
      .pointwise(32)
      .depthwise(3, 2)
      .pointwise(64)
      .depthwise(3)
      .pointwise(96)
      .depthwise(3)
      .pointwise(96)
      .global_average_pool()
      .flatten()
      .dense(request.classes)
      .finish("classify", "scores");
}

}  // namespace

extern const NetworkDef network_dscnn2d = {
    .name = "dscnn2d",
    .summary = "images: depthwise separable convolutions",
    .task = "classify",
    .sample_rank = 3,
    .default_epochs = 10,
    .peak_rate = 3e-2,
    .build = build,
};

}  // namespace mote
