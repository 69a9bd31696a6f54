// SPDX-License-Identifier: Apache-2.0
#include "ops/average.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/error.h"
#include "ops/operands.h"
#include "ops/pool.h"

namespace mote {

void infer_average(Graph& graph, const Node& node) {
  infer_pool(graph, node, {DType::s16});
  const Window v = pool_window(graph, node);
  if (input(graph, node, 0).dtype == DType::s16 && v.kernel_height * v.kernel_width > 65535) {
    throw Error(ErrorCode::unsupported_type, "", "windows on 16 bits take 65535 elements at most");
  }
  if (input(graph, node, 0).dtype != DType::f32 && node.integer("count_include_pad", 0) != 0) {
    throw Error(ErrorCode::unsupported_type, "", "count_include_pad = 1 needs floats");
  }
}

std::vector<Tensor> average_reference(const Graph& graph, const Node& node,
                                      std::span<const Tensor* const> in) {
  const bool integer = input(graph, node, 0).dtype != DType::f32;
  const Clamp clamp = output_clamp(node, output(graph, node));
  Tensor y(static_cast<size_t>(element_count(output(graph, node).shape)));
  for_each_pool(graph, node, *in[0], [&](const Seen& seen) {
    const double sum = std::accumulate(seen.elements.begin(), seen.elements.end(), 0.0);
    const double mean = sum / static_cast<double>(std::max<int64_t>(seen.count, 1));
    y[seen.position] = std::clamp(integer ? std::round(mean) : mean, clamp.low, clamp.high);
  });
  return {y};
}

KernelCall average_call(const Graph& graph, const Node& node) {
  std::vector<KernelArgument> extra;
  const Window v = pool_window(graph, node);
  const int64_t padding = node.integer("count_include_pad", 0) != 0 ? 1 : 0;
  if (input(graph, node, 0).dtype == DType::f32) {
    extra = {-padding * v.pad_top, v.height + padding * v.pad_bottom, -padding * v.pad_left,
             v.width + padding * v.pad_right};
  }
  const std::vector<KernelArgument> clamp = clamp_arguments(graph, node);
  extra.insert(extra.end(), clamp.begin(), clamp.end());
  return pool_call(graph, node, "average_pool", extra);
}

}  // namespace mote
