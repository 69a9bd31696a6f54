// SPDX-License-Identifier: Apache-2.0
// Squeezes a normal sample through 8 numbers and back; what comes back badly is an anomaly. The
// output is the normalized sample, flat.
#include "train/network.h"
#include "train/network_builder.h"

namespace mote {
namespace {

Graph build(const NetworkRequest& request) {
  int64_t elements = 1;
  for (int64_t extent : request.shape) elements *= extent;
  return NetworkBuilder(request)
      .flatten()
      .hidden(128)
      .hidden(128)
      .dense(8)
      .hidden(128)
      .hidden(128)
      .dense(elements)
      .finish("anomaly", "reconstruction");
}

}  // namespace

extern const NetworkDef network_autoencoder = {
    .name = "autoencoder",
    .summary = "any: reconstructs normal samples, for anomalies",
    .task = "anomaly",
    .sample_rank = 0,
    .default_epochs = 30,
    .peak_rate = 2e-3,
    .build = build,
};

}  // namespace mote
