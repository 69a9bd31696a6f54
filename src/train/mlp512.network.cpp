// SPDX-License-Identifier: Apache-2.0
// What papers on compression begin with: far too many weights.
#include "train/network.h"
#include "train/network_builder.h"

namespace mote {
namespace {

Graph build(const NetworkRequest& request) {
  return NetworkBuilder(request)
      .flatten()
      .hidden(512)
      .dropout(0.3)
      .hidden(512)
      .dropout(0.3)
      .dense(request.classes)
      .finish("classify", "scores");
}

}  // namespace

extern const NetworkDef network_mlp512 = {
    .name = "mlp512",
    .summary = "two hidden layers of 512, to be compressed",
    .task = "classify",
    .sample_rank = 0,
    .default_epochs = 60,
    .peak_rate = 1e-3,
    .build = build,
    .rotation_rad = 0.3,
};

}  // namespace mote
