// SPDX-License-Identifier: Apache-2.0
// Plain convolutions over an image.
#include "train/network.h"
#include "train/network_builder.h"

namespace mote {
namespace {

Graph build(const NetworkRequest& request) {
  return NetworkBuilder(request)
      .channels_first()
      .conv(16, 3, 2)
      .conv(32, 3, 2)
      .conv(64, 3, 2)
      .global_average_pool()
      .flatten()
      .dense(request.classes)
      .finish("classify", "scores");
}

}  // namespace

extern const NetworkDef network_cnn2d = {
    .name = "cnn2d",
    .summary = "images: 3 convolutions",
    .task = "classify",
    .sample_rank = 3,
    .default_epochs = 10,
    .peak_rate = 3e-2,
    .build = build,
};

}  // namespace mote
