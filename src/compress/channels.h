// SPDX-License-Identifier: Apache-2.0
// The way of the channels (or neurons) that a layer gives to the layer that reads them.
#pragma once

#include <optional>
#include <vector>

#include "compress/layer.h"

namespace mote {

// Nodes that work channel by channel, and the layer behind them. Each channel is `span` columns of
// its weights, side by side: the taps of a window, or the positions that were flattened.
struct ChannelPath {
  std::vector<size_t> between;  // indices of nodes, in order
  size_t reader = 0;            // index of the layer
  int64_t span = 1;
};

// None where anything else reads what the layer gives, or where channels meet on the way.
std::optional<ChannelPath> channel_path(const Graph& graph, const std::vector<Layer>& layers,
                                        const Layer& layer);

// Leaves these channels alone to the layer and to the nodes on the path; what the reader makes of
// them is the caller's. The reader's weights have to fit before shapes are inferred.
void keep_channels(Graph& graph, const Layer& layer, const ChannelPath& path,
                   const std::vector<Eigen::Index>& kept);

}  // namespace mote
