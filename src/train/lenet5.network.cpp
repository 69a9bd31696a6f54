// SPDX-License-Identifier: Apache-2.0
// LeNet-5 (LeCun et al., 1998) with 6 and 16 filters.
#include "train/network.h"
#include "train/network_builder.h"

namespace mote {
namespace {

Graph build(const NetworkRequest& request) {
  return NetworkBuilder(request)
      .channels_first()
      .conv(6, 5)
      .max_pool(2)
      .conv(16, 5)
      .max_pool(3)
      .flatten()
      .hidden(120)
      .hidden(84)
      .dense(request.classes)
      .finish("classify", "scores");
}

}  // namespace

extern const NetworkDef network_lenet5 = {
    .name = "lenet5",
    .summary = "images: two convolutions, three fully connected layers",
    .task = "classify",
    .sample_rank = 3,
    .default_epochs = 15,
    .peak_rate = 4e-3,
    .build = build,
};

}  // namespace mote
