// SPDX-License-Identifier: Apache-2.0
// MobileNet v1 at a quarter of its width (Howard et al. 2017, arXiv:1704.04861): MLPerf Tiny's
// network for visual wake words, there on images of 96 x 96 x 3.
#include "train/network.h"
#include "train/network_builder.h"

namespace mote {
namespace {

Graph build(const NetworkRequest& request) {
  NetworkBuilder builder(request);
  builder.channels_first().conv(8, 3, 2);
  const struct {
    int64_t channels, stride;
  } blocks[] = {{16, 1},  {32, 2},  {32, 1},  {64, 2},  {64, 1},  {128, 2}, {128, 1},
                {128, 1}, {128, 1}, {128, 1}, {128, 1}, {256, 2}, {256, 1}};
  for (const auto& [channels, stride] : blocks) builder.depthwise(3, stride).pointwise(channels);
  return builder.global_average_pool()
      .flatten()
      .dense(request.classes)
      .finish("classify", "scores");
}

}  // namespace

extern const NetworkDef network_mobilenet = {
    .name = "mobilenet",
    .summary = "images of some 96 x 96: MobileNet v1 at a quarter of its width",
    .task = "classify",
    .sample_rank = 3,
    .default_epochs = 40,
    .peak_rate = 1e-2,
    .build = build,
};

}  // namespace mote
