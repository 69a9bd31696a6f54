// SPDX-License-Identifier: Apache-2.0
// LeNet-300-100 (LeCun et al., 1998), which papers on compression begin with.
#include "train/network.h"
#include "train/network_builder.h"

namespace mote {
namespace {

Graph build(const NetworkRequest& request) {
  return NetworkBuilder(request)
      .flatten()
      .hidden(300)
      .hidden(100)
      .dense(request.classes)
      .finish("classify", "scores");
}

}  // namespace

extern const NetworkDef network_lenet300 = {
    .name = "lenet300",
    .summary = "two hidden layers of 300 and 100, to be compressed",
    .task = "classify",
    .sample_rank = 0,
    .default_epochs = 30,
    .peak_rate = 1e-3,
    .build = build,
};

}  // namespace mote
