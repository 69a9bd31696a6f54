// SPDX-License-Identifier: Apache-2.0
#include "ops/conv_geometry.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "ops/operands.h"

namespace mote {

enum Operand : size_t { kX, kWeights };

std::vector<int64_t> conv_kernel_shape(const Node& node, const Value& w) {
  const bool last = node.integer("channels_last", 0) != 0;
  if (w.shape.size() < 3) return {};
  return {w.shape.begin() + (last ? 1 : 2), w.shape.end() - (last ? 1 : 0)};
}

ConvGeometry conv_geometry(const Graph& graph, const Node& node) {
  const Value& x = input(graph, node, kX);
  const Value& w = input(graph, node, kWeights);
  ConvGeometry g{make_window(node, x, conv_kernel_shape(node, w)), w.shape[0], 0, 0};
  const int64_t groups = node.integer("group", 1);
  g.group_inputs = g.window.channels_last ? w.shape.back() : w.shape[1];
  if (groups < 1 || g.group_inputs * groups != g.window.channels || g.filters % groups != 0) {
    throw Error(ErrorCode::bad_model, "",
                fmt::format("weights '{}' {} in {} groups do not fit '{}' {}", w.name,
                            to_string(w.shape), groups, x.name, to_string(x.shape)));
  }
  g.group_filters = g.filters / groups;
  return g;
}

int64_t conv_lead(const ConvGeometry& g, bool reads_first) {
  const Window& v = g.window;
  const int64_t positions = v.out_height * v.out_width;
  int64_t needed = int64_t{1} << 62, lead = 0;  // the first element still to be read
  for (int64_t p = positions - 1; p >= 0; p--) {
    const int64_t y = std::max<int64_t>(0, p / v.out_width * v.stride_y - v.pad_top);
    const int64_t x = std::max<int64_t>(0, p % v.out_width * v.stride_x - v.pad_left);
    const int64_t reads = (y * v.width + x) * v.channels;
    if (reads_first) lead = std::max(lead, (p + 1) * g.filters - needed);
    needed = std::min(needed, reads);
    if (!reads_first) lead = std::max(lead, (p + 1) * g.filters - needed);
  }
  return lead;
}

}  // namespace mote
